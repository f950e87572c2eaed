import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** PopQA: fetched and never shipped; `manifest.json` says from where. */
const popqa: DatasetSource = hubDataset('popqa', { variants: ['first-500'] });
export default popqa;
