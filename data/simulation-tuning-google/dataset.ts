import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** ZeroSearch's examples for tuning a simulator of Google: fetched and never shipped; `manifest.json` says from where. */
const simulationTuningGoogle: DatasetSource = hubDataset('simulation-tuning-google', { holds: 'examples' });
export default simulationTuningGoogle;
