import { maxSearches, scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import { shownDocuments } from './shown-documents.ts';

/**
 * Lessons of `ircot`: beside the main conversation one sentence, ` need blower seep docking.`, whose words are the next
 * query, or ` match: whiskey twenty.`; in it the reader's answer, the same.
 */
export const ircotLessons = scaffoldLessons(
  (demonstrator) => {
    let decided: string | null = null;
    return (scene) => {
      const aside = scene.here !== scene.main;
      const maySearch = aside && scene.main.searches.length < maxSearches;
      if (aside || decided === null) decided = demonstrator.read(shownDocuments(scene), { maySearch }).answer;
      if (!aside) return ` ${decided}</answer>`;
      return decided === null ? ` need ${demonstrator.query}.` : ` match: ${decided}.`;
    };
  },
  { oracleShare: 0 },
);
