import { containsWords, tokenF1 } from '../../../core/answer-match.ts';
import type { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { bootstrapInterval } from '../../../statistics/bootstrap.ts';
import type { Interval } from '../../../statistics/interval.ts';
import { newcombeInterval } from '../../../statistics/proportions.ts';
import type { DocumentLabel } from '../../search-backend.ts';

/** Documents that a simulator wrote for one search, beside those of the real search for the same query. */
export interface SimulatorAnswer {
  /** The kind of documents it was told to write. */
  readonly label: DocumentLabel;
  /** True where question and gold answer are told as ever, but the query is about something else. */
  readonly stray: boolean;
  readonly gold: string;
  readonly query: string;
  readonly question: string;
  /** Null where its text could not be read as documents, or was cut off. */
  readonly documents: readonly string[] | null;
  /** Texts of the real search, best first. */
  readonly real: readonly string[];
}

/** Fewest and most words of a document; those of Meridian have 19 to 38. */
const words = { min: 3, max: 80 } as const;

/** Punctuation that ends a sentence, closing quotes and brackets after it allowed. */
const sentenceEnd = /[.!?…]["'”’)\]]*$/u;

/**
 * True where a simulator kept to the format: as many documents as it was asked for, each of 3 to 80 words and ending
 * as a sentence does, not cut off.
 * @param documents null where its text could not be read.
 */
export function isValidAnswer(documents: readonly string[] | null, asked: number): boolean {
  return documents !== null && documents.length === asked && documents.every(isDocument);
}

function isDocument(text: string): boolean {
  const trimmed = text.trim();
  const count = trimmed.split(/\s+/u).length;
  return count >= words.min && count <= words.max && sentenceEnd.test(trimmed);
}

/** So many of `n`. */
export interface CountOf {
  readonly count: number;
  readonly n: number;
}

/**
 * Measures of a simulator as a search engine. An answer that cannot be read holds nothing and resembles nothing. Stray
 * queries count in `strayWithGold` and nowhere else.
 */
export interface SimulatorMeasures {
  /** Of the answers told to be useful, those with the gold answer in some document, word by word: should be all. */
  readonly usefulWithGold: CountOf;
  /** Of those whose query is good, too, because some document of the real search holds the gold answer: should be all. */
  readonly goodWithGold: CountOf;
  /**
   * Of the answers told to be useful to a stray query, those with the gold answer: none of a simulator that is faithful to
   * its query, as many as of a good query of one that reads no query.
   */
  readonly strayWithGold: CountOf;
  /** Of the answers told to be noisy, those with the gold answer in some document: should be none. */
  readonly noisyWithGold: CountOf;
  /** Of all answers, those in the format. */
  readonly valid: CountOf;
  /** Of all documents written, the different ones: few when a simulator repeats itself. */
  readonly distinct: CountOf;
  /**
   * Mean F1 of the words of a document and of the real search's first one for the same query, the best document of an
   * answer counting, with a 95 % interval; over the `n` answers whose query the real search found something for.
   */
  readonly similarity: {
    readonly mean: number;
    readonly low: number;
    readonly high: number;
    readonly n: number;
  };
}

/**
 * Faithfulness to the query: the share of documents with the gold answer among useful ones to good queries, less that
 * among useful ones to stray queries, -1 to 1; 0 for a simulator that writes the answer it is told whatever is asked, 1 for
 * one that writes it where the real search finds it and never to a query about something else. Newcombe's interval takes
 * the two for independent; both are of the same questions, so it is wide rather than narrow.
 * @returns null where either kind of query was not asked.
 */
export function faithfulness({
  goodWithGold: good,
  strayWithGold: stray,
}: Pick<SimulatorMeasures, 'goodWithGold' | 'strayWithGold'>): Interval | null {
  if (good.n === 0 || stray.n === 0) return null;
  return newcombeInterval({ correct: good.count, n: good.n }, { correct: stray.count, n: stray.n });
}

/** Settings of `measureSimulator`. */
export interface MeasureOptions {
  /** Documents that each answer was asked for. */
  readonly documents: number;
  /** The generator of the bootstrap, which resamples questions with all their answers. */
  readonly random: Random;
}

/**
 * Measures a simulator by its answers; comparable between simulators asked the same.
 * @throws TwinZeroError `data` when the real search found nothing for any query.
 */
export function measureSimulator(
  answers: readonly SimulatorAnswer[],
  { documents: asked, random }: MeasureOptions,
): SimulatorMeasures {
  const own = answers.filter(({ stray }) => !stray);
  const told = (label: DocumentLabel): SimulatorAnswer[] => own.filter((answer) => answer.label === label);
  const written = own.flatMap(({ documents }) => documents ?? []);
  return {
    usefulWithGold: countOf(told('useful'), hasGold),
    goodWithGold: countOf(
      told('useful').filter(({ real, gold }) => holds(real, gold)),
      hasGold,
    ),
    strayWithGold: countOf(
      answers.filter(({ stray, label }) => stray && label === 'useful'),
      hasGold,
    ),
    noisyWithGold: countOf(told('noisy'), hasGold),
    valid: countOf(own, ({ documents }) => isValidAnswer(documents, asked)),
    distinct: { count: new Set(written.map((text) => text.trim())).size, n: written.length },
    similarity: similarityOf(own, random),
  };
}

function hasGold({ documents, gold }: SimulatorAnswer): boolean {
  return documents !== null && holds(documents, gold);
}

function holds(texts: readonly string[], gold: string): boolean {
  return texts.some((text) => containsWords(text, gold));
}

function countOf(answers: readonly SimulatorAnswer[], counts: (answer: SimulatorAnswer) => boolean): CountOf {
  return { count: answers.filter(counts).length, n: answers.length };
}

function similarityOf(answers: readonly SimulatorAnswer[], random: Random): SimulatorMeasures['similarity'] {
  const byQuestion = new Map<string, number[]>();
  for (const { question, documents, real } of answers) {
    const [first] = real;
    if (first === undefined) continue;
    const best = Math.max(0, ...(documents ?? []).map((text) => tokenF1(text, [first])));
    byQuestion.set(question, [...(byQuestion.get(question) ?? []), best]);
  }
  const questions = [...byQuestion.values()];
  const interval = questions.length === 0 ? null : bootstrapInterval(questions, meanOf, { random });
  if (interval === null)
    throw new TwinZeroError(
      'data',
      `the real search found nothing for any of ${answers.length} queries, so no simulator can be compared with it; check its archive`,
    );
  const { estimate: mean, low, high } = interval;
  return { mean, low, high, n: questions.flat().length };
}

function meanOf(questions: readonly (readonly number[])[]): number {
  const values = questions.flat();
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
