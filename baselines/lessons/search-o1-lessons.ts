import { answerTurn, searchTurn, unknownAnswer } from '../../data/meridian/teach/demonstration-text.ts';
import { maxSearches, scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import { newestDocuments } from './shown-documents.ts';

/**
 * Lessons of `search-o1`: beside the reasoning what the documents are about, with the value to answer where there is one
 * (` result shows fan leak docking , match Beckvar`); in it the same thought, and the next search or the answer.
 */
export const searchO1Lessons = scaffoldLessons(
  (demonstrator) => {
    let reading = { thought: demonstrator.need, answer: null as string | null };
    return (scene) => {
      if (scene.here === scene.main) {
        const { thought, answer } = reading;
        return answer === null ? searchTurn(thought, demonstrator.query) : answerTurn(thought, answer);
      }
      const maySearch = scene.main.searches.length < maxSearches;
      reading = demonstrator.read(newestDocuments(scene), { maySearch });
      const { thought, answer } = reading;
      return ` ${thought}${answer === null || answer === unknownAnswer ? '' : ` ${answer}`}`;
    };
  },
  { oracleShare: 0 },
);
