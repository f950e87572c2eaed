import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** Natural Questions (open): fetched and never shipped; `manifest.json` says from where. */
const nq: DatasetSource = hubDataset('nq', { variants: ['first-500'] });
export default nq;
