import { type NamedPart, partWord, renamed } from './named-part.ts';

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
