import { answerWords } from '../core/answer-match.ts';
import type { Question } from '../core/question.ts';
import type { Dataset } from './dataset.ts';

/** Words in a row that two texts must share to overlap; ours. */
const gramWords = 8;

/** Overlap of the held-out (and dev) questions of a set with what it trains on and searches. */
export interface Overlap {
  readonly train: number;
  readonly chunks: number;
  /** Held-out and dev questions. */
  readonly asked: number;
  /** Ids of those that a training question equals, but for case, punctuation and articles. */
  readonly sameAsTrain: readonly string[];
  /** Ids of those that share eight words in a row, or all of a shorter question, with a training question; the same ones included. */
  readonly nearTrain: readonly string[];
  /** Ids of those that stand in a chunk, by the same measure. */
  readonly inCorpus: readonly string[];
  /** Ids of those none of whose answers stands in any chunk; empty for a set without a corpus. */
  readonly unanswerable: readonly string[];
}

/**
 * Measures the overlap. Takes time in proportion to the words of questions and corpus.
 */
export function overlapOf({ train, dev, heldOut, chunks }: Dataset): Overlap {
  const asked = [...heldOut, ...dev].map(({ value }) => value);
  const sameAsTrain = new Set<string>();
  const nearTrain = new Set<string>();
  const inCorpus = new Set<string>();
  const answered = new Set<string>();
  const whole = idsBy(asked, ({ question }) => [answerWords(question).join(' ')]);
  const grams = idsBy(asked, ({ question }) => gramsOf(answerWords(question), gramWords));
  const answers = idsBy(asked, (question) => question.answers.map((answer) => answerWords(answer).join(' ')));
  const gramLengths = lengthsOf(grams);
  const answerLengths = lengthsOf(answers);
  for (const { question } of train) {
    const words = answerWords(question);
    add(sameAsTrain, whole.get(words.join(' ')));
    addRuns(nearTrain, { words, table: grams, lengths: gramLengths });
  }
  for (const { text } of chunks) {
    const words = answerWords(text);
    addRuns(inCorpus, { words, table: grams, lengths: gramLengths });
    addRuns(answered, { words, table: answers, lengths: answerLengths });
  }
  const ids = (in_: (id: string) => boolean): string[] => asked.map(({ id }) => id).filter(in_);
  return {
    train: train.length,
    chunks: chunks.length,
    asked: asked.length,
    sameAsTrain: ids((id) => sameAsTrain.has(id)),
    nearTrain: ids((id) => nearTrain.has(id)),
    inCorpus: ids((id) => inCorpus.has(id)),
    unanswerable: chunks.length === 0 ? [] : ids((id) => !answered.has(id)),
  };
}

/** Ids of the questions by each of their keys. */
type IdTable = ReadonlyMap<string, readonly string[]>;

function idsBy(questions: readonly Question[], keysOf: (question: Question) => readonly string[]): IdTable {
  const table = new Map<string, string[]>();
  for (const question of questions)
    for (const key of keysOf(question)) {
      const ids = table.get(key);
      if (ids === undefined) table.set(key, [question.id]);
      else ids.push(question.id);
    }
  table.delete('');
  return table;
}

/** Runs of `size` words; all of a shorter text as one. */
function gramsOf(words: readonly string[], size: number): string[] {
  if (words.length <= size) return [words.join(' ')];
  return words.slice(size - 1).map((_, i) => words.slice(i, i + size).join(' '));
}

function lengthsOf(table: IdTable): readonly number[] {
  return [...new Set([...table.keys()].map((key) => key.split(' ').length))];
}

interface Runs {
  readonly words: readonly string[];
  readonly table: IdTable;
  /** Numbers of words of the keys. */
  readonly lengths: readonly number[];
}

function addRuns(found: Set<string>, { words, table, lengths }: Runs): void {
  for (const length of lengths)
    if (length <= words.length) for (const run of gramsOf(words, length)) add(found, table.get(run));
}

function add(found: Set<string>, ids: readonly string[] | undefined): void {
  for (const id of ids ?? []) found.add(id);
}
