import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** HotpotQA: fetched and never shipped; `manifest.json` says from where. */
const hotpotqa: DatasetSource = hubDataset('hotpotqa', { variants: ['first-500'] });
export default hotpotqa;
