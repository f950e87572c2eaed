import type { Document } from '../../../harness/core/episode.ts';
import type { LocatedQuestion } from '../../../harness/core/question.ts';
import { bm25Index } from '../../../harness/search/index.ts';
import { type NamedPart, partWord, renamed } from '../generate/named-part.ts';
import type { PosedQuestion, World } from '../generate/world.ts';
import { searchOracle } from './search-oracle.ts';

/** Most words a single query may hold in the search for the best one. */
export const singleQueryWords = 4;

/**
 * Every sensible single query that the question alone allows, whoever writes it: the question as it stands and
 * with its parts under every combination of names, and every set of one to four of the names of its parts.
 */
export function singleQueries(question: string, given: readonly NamedPart[]): string[] {
  const names = given.flatMap((part) => [partWord(part), partWord(renamed(part))]);
  return [
    ...rewordings(question, given),
    ...subsets(names, singleQueryWords).map((words) => words.join(' ')),
  ];
}

/** The question with each part under its given or its other name; the first is the question itself. */
function rewordings(question: string, given: readonly NamedPart[]): string[] {
  return given.reduce(
    (texts, part) => [
      ...texts,
      ...texts.map((text) => swapWord(text, partWord(part), partWord(renamed(part)))),
    ],
    [question],
  );
}

function swapWord(text: string, word: string, other: string): string {
  return text.replace(new RegExp(`\\b${word}\\b`, 'u'), other);
}

function subsets(words: readonly string[], most: number): string[][] {
  return words
    .reduce<string[][]>((sets, word) => [...sets, ...sets.map((set) => [...set, word])], [[]])
    .filter((set) => set.length >= 1 && set.length <= most);
}

/** Difficulty of searching for the questions of one part, or of one kind in it; all but the counts are shares. */
export interface SearchFigures {
  readonly questions: number;
  /** The question as it stands finds the gold chunk. */
  readonly verbatim: number;
  /** All parts given, under the names given, find it. */
  readonly partsAsGiven: number;
  /** All parts given, under both names at once: up to six words, which a cap of four on query words forbids. */
  readonly allNames: number;
  /** Some single query of `singleQueries` finds it: an upper bound, the choice is made in hindsight. */
  readonly bestSingle: number;
  /** The oracle finds the chunk it should answer from, and it is the gold chunk. */
  readonly oracle: number;
  /** Searches the oracle needs, mean. */
  readonly oracleSearches: number;
}

/** Measures every question once; the result gives the figures of those questions that `keep` keeps. */
export function searchFigures(
  world: World,
  topK: number,
): (keep: (question: LocatedQuestion) => boolean) => SearchFigures {
  const outcomes = measureQuestions(world, topK);
  return (keep) => summarise(outcomes.filter(({ question }) => keep(question)));
}

interface QuestionOutcome extends Omit<Record<keyof SearchFigures, boolean>, 'questions' | 'oracleSearches'> {
  readonly question: LocatedQuestion;
  readonly oracleSearches: number;
}

function measureQuestions(world: World, topK: number): QuestionOutcome[] {
  const index = bm25Index(
    world.chunks.map(({ text }) => text),
    { k1: 1.2, b: 0.75 },
  );
  const search = (query: string): Document[] =>
    index(query, topK).flatMap(({ position }) => {
      const chunk = world.chunks[position];
      return chunk === undefined ? [] : [{ ...chunk, origin: 'chunk' }];
    });
  return world.questions.map((question) => {
    const finds = (query: string): boolean => search(query).some(({ id }) => id === question.goldChunkId);
    const posed = world.posed.get(question.id) as PosedQuestion;
    const { given } = posed;
    const oracle = searchOracle(world, posed, search);
    return {
      question,
      verbatim: finds(question.question),
      partsAsGiven: finds(given.map(partWord).join(' ')),
      allNames: finds(given.flatMap((part) => [partWord(part), partWord(renamed(part))]).join(' ')),
      bestSingle: singleQueries(question.question, given).some(finds),
      oracle: oracle.chunkId === question.goldChunkId,
      oracleSearches: oracle.queries.length,
    };
  });
}

function summarise(outcomes: readonly QuestionOutcome[]): SearchFigures {
  const share = (key: Exclude<keyof QuestionOutcome, 'question' | 'oracleSearches'>): number =>
    mean(outcomes.map((outcome) => (outcome[key] ? 1 : 0)));
  return {
    questions: outcomes.length,
    verbatim: share('verbatim'),
    partsAsGiven: share('partsAsGiven'),
    allNames: share('allNames'),
    bestSingle: share('bestSingle'),
    oracle: share('oracle'),
    oracleSearches: mean(outcomes.map((outcome) => outcome.oracleSearches)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
