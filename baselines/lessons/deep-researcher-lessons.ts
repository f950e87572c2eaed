import { answerTurn, searchTurn } from '../../data/meridian/teach/demonstration-text.ts';
import { scaffoldLessons } from '../../data/meridian/teach/scaffold-lessons.ts';
import type { Document } from '../../harness/core/episode.ts';
import { newestDocuments } from './shown-documents.ts';

/** Searches of a lesson: two with a page each, and the answer, are five of the six turns that a bench gives. */
const maxSearches = 2;

/**
 * Lessons of `deep-researcher`: a search, then the page whose beginning has most words of the query
 * (`<search> Result 2</search>`), then what the page is about and the next search or the answer.
 */
export const deepResearcherLessons = scaffoldLessons(
  (demonstrator) => {
    let next: 'search' | 'open' | 'read' = 'search';
    let thought = demonstrator.need;
    let opened: Document | undefined;
    return (scene) => {
      if (next === 'open') {
        const pages = newestDocuments(scene);
        const at = likeliest(beginnings(scene.here.turns.at(-1)?.text ?? ''), demonstrator.query);
        opened = pages[at];
        next = 'read';
        return searchTurn(demonstrator.need, `Result ${at + 1}`);
      }
      if (next === 'read') {
        const maySearch = scene.main.searches.length < maxSearches;
        const reading = demonstrator.read(opened === undefined ? [] : [opened], { maySearch });
        if (reading.answer !== null) return answerTurn(reading.thought, reading.answer);
        ({ thought } = reading);
      }
      next = 'open';
      return searchTurn(thought, demonstrator.query);
    };
  },
  { oracleShare: 0 },
);

/** The beginnings of pages as a list shows them. */
function beginnings(list: string): string[] {
  return Array.from(list.matchAll(/Result \d+:\n([^\n]*)/gu), ([, text = '']) => text);
}

/** Place of the text that has most words of the query, from 0; the first among equals. */
function likeliest(texts: readonly string[], query: string): number {
  const words = query.toLowerCase().split(/\s+/u);
  const shared = texts.map((text) => words.filter((word) => text.toLowerCase().includes(word)).length);
  return Math.max(0, shared.indexOf(Math.max(...shared)));
}
