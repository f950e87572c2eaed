import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import { hubDataset } from '../hub/hub-dataset.ts';

/** MuSiQue: fetched and never shipped; `manifest.json` says from where. */
const musique: DatasetSource = hubDataset('musique', { variants: ['first-500'] });
export default musique;
