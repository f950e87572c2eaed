import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** 2WikiMultiHopQA: fetched and never shipped; `manifest.json` says from where. */
const twoWikiMultiHopQa: DatasetSource = hubDataset('2wikimultihopqa', { variants: ['first-500'] });
export default twoWikiMultiHopQa;
