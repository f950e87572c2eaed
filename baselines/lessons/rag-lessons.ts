import { judgeDocuments } from '../../data/meridian/teach/judge-document.ts';
import { unknownAnswer } from '../../data/meridian/teach/demonstration-text.ts';
import { scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import { shownDocuments } from './shown-documents.ts';

/**
 * Lessons of `rag`: the answer from the passages, e.g. ` whiskey twenty</answer>`. The labels are of what is the case; where no
 * passage answers, the value of the first one is a guess. A reader that may not search again gains nothing by giving up: from
 * a demonstrator that did so with its habits, policies learned to say `unknown` before they learned to read.
 */
export const ragLessons = scaffoldLessons(
  (_, { world, posed }) =>
    (scene) => {
      const documents = shownDocuments(scene);
      const first = judgeDocuments(world, posed, { documents, link: null });
      const link = first?.kind === 'bridge' ? first.link : null;
      const finding = link === null ? first : judgeDocuments(world, posed, { documents, link });
      return ` ${finding?.incident.values[posed.answerType] ?? unknownAnswer}</answer>`;
    },
  { oracleShare: 0 },
);
