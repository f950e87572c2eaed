import { z } from 'zod';
import { containsWords } from '../core/answer-match.ts';
import type { Episode } from '../core/episode.ts';
import type { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Verdict } from '../core/verdict.ts';
import type { DocumentLabel } from '../search/index.ts';

/** A query put to a real search and what came back, with all that a simulator is told: what one is fine-tuned on. */
export interface SearchPair {
  readonly query: string;
  readonly question: string;
  /** The first gold answer. */
  readonly gold: string;
  readonly questionId: string;
  /** Texts in the order returned, at least one. */
  readonly documents: readonly string[];
  /** True where the episode that searched ended with the right answer. */
  readonly episodeCorrect: boolean;
}

const filled = z.string().min(1);

/** A line of a JSON lines file of pairs; labels are not kept, so that either labelling can be had from one file. */
export const searchPairRow: z.ZodType<SearchPair> = z.strictObject({
  query: filled,
  question: filled,
  gold: filled,
  questionId: filled,
  documents: z.array(filled).min(1),
  episodeCorrect: z.boolean(),
});

/**
 * Every search of the episodes that returned something, in order, repeats included. Failed episodes and those whose
 * judge failed give none: whether they ended well is not known.
 *
 * @param verdicts one per episode, in the same order; null for a failed episode.
 * Source: ZeroSearch section 3.3.
 * @throws TwinZeroError `internal` unless there is a verdict per episode; `data` for a search that was simulated.
 */
export function pairsOf(episodes: readonly Episode[], verdicts: readonly (Verdict | null)[]): SearchPair[] {
  if (verdicts.length !== episodes.length)
    throw new TwinZeroError('internal', `${episodes.length} episodes came with ${verdicts.length} verdicts`);
  return episodes.flatMap((episode, index) => {
    const verdict = verdicts[index] ?? null;
    if (episode.outcome.kind === 'failed' || verdict === null || verdict.kind === 'unanswerable') return [];
    return searchPairs(episode, verdict.kind === 'correct');
  });
}

function searchPairs({ id, question, searches }: Episode, episodeCorrect: boolean): SearchPair[] {
  return searches.flatMap(({ query, documents, backend }) => {
    if (documents.some(({ origin }) => origin === 'simulated'))
      throw new TwinZeroError(
        'data',
        `episode ${id} searched with ${backend}, which simulates; collect pairs from a real search`,
      );
    if (documents.length === 0) return [];
    return {
      query,
      question: question.question,
      gold: question.answers[0],
      questionId: question.id,
      documents: documents.map(({ text }) => text),
      episodeCorrect,
    };
  });
}

/** Test of useful documents: that their episode ended well, or what they say. */
export type PairLabelling = 'outcome' | 'judge';

/** A pair with what a simulator is to be told when it learns to write these documents. */
export interface LabelledPair extends SearchPair {
  readonly label: DocumentLabel;
}

/**
 * Labels pairs. `outcome`: the documents of a search are useful when its episode's answer is right (first version of
 * the paper). `judge`: each document is judged alone and becomes a pair of its own, useful when it holds the gold
 * answer word by word (ZeroSearch section 3.3, later versions).
 *
 * DEVIATION(gold-judge): the paper's judge is a language model, not named, that says whether a document is enough to
 * answer the query; so a document of a first hop may pass there and is noisy here.
 */
export function labelPairs(pairs: readonly SearchPair[], labelling: PairLabelling): LabelledPair[] {
  if (labelling === 'outcome')
    return pairs.map((pair) => ({ ...pair, label: pair.episodeCorrect ? 'useful' : 'noisy' }));
  return pairs.flatMap((pair) =>
    pair.documents.map((document) => ({
      ...pair,
      documents: [document],
      label: containsWords(document, pair.gold) ? ('useful' as const) : ('noisy' as const),
    })),
  );
}

/**
 * As many useful pairs as noisy ones: all of the rarer label, a random choice of the other, shuffled together. The
 * authors fine-tune on balanced examples (ZeroSearch repository, issue 25).
 * @throws TwinZeroError `data` when a label is missing.
 */
export function balancePairs(labelled: readonly LabelledPair[], random: Random): LabelledPair[] {
  const useful = labelled.filter(({ label }) => label === 'useful');
  const noisy = labelled.filter(({ label }) => label === 'noisy');
  const count = Math.min(useful.length, noisy.length);
  if (count === 0)
    throw new TwinZeroError(
      'data',
      `${useful.length} useful and ${noisy.length} noisy pairs cannot be balanced; collect more episodes`,
    );
  const chosen = [
    ...random.fork('useful').shuffle(useful).slice(0, count),
    ...random.fork('noisy').shuffle(noisy).slice(0, count),
  ];
  return random.fork('order').shuffle(chosen);
}
