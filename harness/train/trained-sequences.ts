import type { Algorithm } from '../algorithm/algorithm.ts';
import type { Episode } from '../core/episode.ts';
import type { Critic } from '../engine/critic.ts';
import type { Engine } from '../engine/engine.ts';
import { policyMask } from '../rollout/policy-mask.ts';
import { responseMask } from './response-mask.ts';
import type { ScoredGroup } from './scored-group.ts';
import type { TrainedSequence } from './trained-sequence.ts';

/** What sequences are scored with before they have advantages. */
export interface SequenceScoring {
  /** Holds the weights that sampled, and the reference. */
  readonly engine: Pick<Engine, 'logprobs'>;
  readonly critic?: Pick<Critic, 'values'> | undefined;
  /** That the episodes were sampled at. */
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
    trainOn === 'response' ? await scoreWritten(tokens, (all) => engine.logprobs(all, { temperature })) : [];
  const reference = needs.includes('reference')
    ? await scoreWritten(tokens, (all) => engine.logprobs(all, { temperature, reference: true }))
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
