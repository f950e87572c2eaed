import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** TriviaQA: fetched and never shipped; `manifest.json` says from where. */
const triviaqa: DatasetSource = hubDataset('triviaqa', { variants: ['first-500'] });
export default triviaqa;
