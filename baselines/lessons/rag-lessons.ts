import { scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import { shownDocuments } from './shown-documents.ts';

/** Lessons of `rag`: the answer from the passages, e.g. ` whiskey twenty</answer>`. */
export const ragLessons = scaffoldLessons(
  (demonstrator) => (scene) =>
    ` ${demonstrator.read(shownDocuments(scene), { maySearch: false }).answer}</answer>`,
  { oracleShare: 0 },
);
