import type { Algorithm, TrainedTokens } from '../algorithm/algorithm.ts';
import type { Episode } from '../core/episode.ts';
import type { Critic, TokenPolicy, Trainable } from '../engine/index.ts';
import { type PolicyMask, policyMask } from '../rollout/index.ts';
import type { ScoredGroup } from './score-group.ts';

/** An episode's tokens as training sees them; n tokens have n - 1 of everything else, as in a `Datum`. */
export interface TrainedSequence extends PolicyMask {
  /** Log-probabilities under the frozen reference. */
  readonly referenceLogprobs?: readonly number[];
  /** The critic's values of the states in which the tokens are predicted. */
  readonly values?: readonly number[];
}

/** The part of a sequence that is trained on, one after the other: what algorithms see. */
export function trainedTokens(sequence: TrainedSequence): TrainedTokens {
  const { weights, oldLogprobs, referenceLogprobs, values } = sequence;
  const trained = (all: readonly number[]): number[] => all.filter((_, i) => weights[i] !== 0);
  return {
    oldLogprobs: trained(oldLogprobs),
    ...(referenceLogprobs !== undefined && { referenceLogprobs: trained(referenceLogprobs) }),
    ...(values !== undefined && { values: trained(values) }),
  };
}

/**
 * The mask of an episode with nothing masked but its prompt: documents are trained on as if the policy had written
 * them (`state_masking=False`, ZeroSearch `ray_trainer.py:855-856 @2d4cdca`).
 * @param mask of the policy's own tokens, whose log-probabilities are kept.
 * @param scored log-probability of every predicted token under the weights that sampled.
 */
export function responseMask(
  { turns }: Pick<Episode, 'turns'>,
  mask: PolicyMask,
  scored: readonly number[],
): PolicyMask {
  const prompt = turns.reduce((sum, { role, tokens }) => sum + (role === 'prompt' ? tokens.length : 0), 0);
  const weights = mask.weights.map((_, i) => Number(i + 1 >= prompt));
  const oldLogprobs = mask.oldLogprobs.map((own, i) => {
    if (weights[i] === 0 || mask.weights[i] !== 0) return own;
    return scored[i] ?? Number.NaN;
  });
  return { tokens: mask.tokens, weights, oldLogprobs };
}

/** Settings of `trainedSequences`. */
export interface SequenceScoring {
  /** Scores with the weights that sampled, and with the reference. */
  readonly engine: Pick<TokenPolicy, 'reference'> & Pick<Trainable, 'scorer'>;
  readonly critic?: Pick<Critic, 'values'> | undefined;
  /** Temperature that the episodes were sampled at. */
  readonly temperature: number;
  readonly trainOn: 'policy' | 'response';
  readonly needs: Algorithm['needs'];
}

/**
 * The training sequence of every episode with a reward, with what the algorithm needs to know of its tokens. Asks the
 * engine for nothing when only the policy's tokens are trained on and the algorithm needs nothing.
 */
export async function trainedSequences(
  groups: readonly ScoredGroup[],
  { engine, critic, temperature, trainOn, needs }: SequenceScoring,
): Promise<ReadonlyMap<Episode, TrainedSequence>> {
  const masks = groups
    .flatMap(({ scored }) => scored)
    .filter(({ reward }) => reward !== null)
    .map(({ episode }) => ({ episode, mask: policyMask(episode) }));
  const tokens = masks.map(({ mask }) => mask.tokens);
  const own =
    trainOn === 'response'
      ? await scoreWritten(tokens, (all) => engine.scorer.logprobs(all, { temperature }))
      : [];
  const reference = needs.includes('reference')
    ? await scoreWritten(tokens, async (all) => (await engine.reference()).logprobs(all, { temperature }))
    : [];
  const values =
    critic !== undefined && needs.includes('values')
      ? await scoreWritten(tokens, (all) => critic.values(all))
      : [];
  return new Map(
    masks.map(({ episode, mask }, i) => [
      episode,
      {
        ...(own[i] === undefined ? mask : responseMask(episode, mask, own[i])),
        ...(reference[i] !== undefined && { referenceLogprobs: reference[i] }),
        ...(values[i] !== undefined && { values: values[i] }),
      },
    ]),
  );
}

/** Scores the sequences that have tokens; an episode in which the policy wrote nothing has none. */
async function scoreWritten(
  sequences: readonly (readonly number[])[],
  score: (written: readonly (readonly number[])[]) => Promise<number[][]>,
): Promise<number[][]> {
  const written = sequences.filter(({ length }) => length > 0);
  const scores = (written.length === 0 ? [] : await score(written)).values();
  return sequences.map(({ length }) => (length === 0 ? [] : (scores.next().value ?? [])));
}
