import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** ZeroSearch's questions: NQ and HotpotQA to train, seven sets to evaluate: fetched and never shipped; `manifest.json` says from where. */
const zerosearch: DatasetSource = hubDataset('zerosearch');
export default zerosearch;
