import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** Bamboogle: fetched and never shipped; `manifest.json` says from where. */
const bamboogle: DatasetSource = hubDataset('bamboogle');
export default bamboogle;
