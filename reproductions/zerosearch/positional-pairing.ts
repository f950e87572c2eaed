import { z } from 'zod';
import { checkValue } from '../../harness/core/parse-json.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { type BroughtSearch, requireRate, type SearchBackend } from '../../harness/search/index.ts';
import type { Question } from '../../harness/core/question.ts';

/** Settings of `mispairedBackend`. */
export interface MispairedOptions {
  /** Probability that a search after the first of its episode is put under another question. */
  readonly wrongShare: number;
  /** Those of the step or of the training set; a question that is alone has nothing to be mistaken for. */
  readonly others: readonly Question[];
}

/**
 * Share of wrong questions in a batch of 64 questions with five samples each, once half of the samples or fewer still
 * search; computed from the published pairing, and recomputed in the test.
 */
export const publishedWrongShare = 0.98;

/**
 * The published pairing of queries with questions, as an ablation: the simulator is told question and gold answer of
 * another question of the step. In the published batch the n-th query of a turn is sent with the n-th question of the
 * whole batch, although samples that are done send none (`generation.py:503-505,581-592 @2d4cdca`).
 *
 * DEVIATION(pairing-by-draw): our episodes run on their own and have no place in a batch, so who is mistaken for whom
 * is drawn from the request's generator: never in the first search of an episode, as if every sample searched then,
 * and with `wrongShare` in later ones. Episodes keep their own question in records and rewards.
 * @throws TwinZeroError `configuration` for a share outside [0, 1].
 */
export function mispairedBackend(
  inner: SearchBackend,
  { wrongShare, others }: MispairedOptions,
): SearchBackend {
  requireRate('the share of wrongly paired searches', wrongShare);
  return {
    id: `mispaired(${inner.id},${wrongShare})`,
    async search(request) {
      const strangers = others.filter(({ id }) => id !== request.question.id);
      const draw = request.random.fork('pairing');
      const wrong = (request.searchIndex ?? 0) > 0 && draw.uniform() < wrongShare && strangers.length > 0;
      return inner.search(wrong ? { ...request, question: draw.pick(strangers) } : request);
    },
  };
}

const settings = z.strictObject({ wrongShare: z.number().min(0).max(1) });

/** The pairing as configurations name it, `zerosearch/mispaired`. */
export const mispaired: BroughtSearch = (inner, given, { questions }) => {
  const where = { where: 'zerosearch/mispaired', kind: 'configuration' } as const;
  const { wrongShare } = checkValue(given, settings, where);
  if (inner === null)
    throw new TwinZeroError('configuration', 'zerosearch/mispaired wraps a search: name it under "of"');
  return mispairedBackend(inner, { wrongShare, others: questions });
};
