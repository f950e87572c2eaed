import { maxSearches, scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import { selfAskMarks } from '../parts/self-ask-marks.ts';
import { newestDocuments } from './shown-documents.ts';

const { followUp, intermediate, final, end } = selfAskMarks.compact;

/**
 * Lessons of `self-ask`: ` something` for yes and the first follow-up, then what the passages are about as intermediate
 * answer, and the next follow-up or the final answer. Follow-ups are the demonstrator's queries.
 */
export const selfAskLessons = scaffoldLessons((demonstrator) => (scene) => {
  const asks = (): string => `\n${followUp} ${demonstrator.query}\n${intermediate}`;
  const { searches } = scene.main;
  if (searches.length === 0) return ` something${asks()}`;
  const maySearch = searches.length < maxSearches;
  const { thought, answer } = demonstrator.read(newestDocuments(scene), { maySearch });
  return ` ${thought}${answer === null ? asks() : `\n${final} ${answer}${end}`}`;
});
