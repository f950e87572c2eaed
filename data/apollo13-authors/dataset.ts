import type { DatasetSource } from '../../harness/data/dataset-source.ts';
import apollo13 from '../apollo13/dataset.ts';

/** The files of `apollo13` under the split of ReZero's authors: their 32 questions held out; see CARD.md there. */
const apollo13Authors: DatasetSource = {
  id: 'apollo13-authors',
  load: async () => (await import('../apollo13/load-apollo13.ts')).loadApollo13({ split: 'authors' }),
  absent: () => apollo13.absent(),
};
export default apollo13Authors;
