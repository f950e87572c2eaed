import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** ZeroSearch's examples for tuning a simulator of a Wikipedia search: fetched and never shipped; `manifest.json` says from where. */
const simulationTuningWiki: DatasetSource = hubDataset('simulation-tuning-wiki', { holds: 'examples' });
export default simulationTuningWiki;
