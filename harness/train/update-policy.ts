import type { UpdateStats } from '../run/index.ts';
import type { PolicyLoss } from '../algorithm/algorithm.ts';
import type { AdamParams, Datum, LossOutput, TokenPolicy, Trainable } from '../engine/index.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { minibatches, type MinibatchOptions, requireFinite } from './minibatches.ts';

/** One optimiser step of a training step. */
export interface Update {
  readonly output: LossOutput;
  readonly gradNorm: number;
  /** Tokens trained on. */
  readonly tokens: number;
  /** See `gapOf`; absent where it is not measured. */
  readonly samplerGap?: number | null;
}

/** Averages at least one update. */
export function summariseUpdates(updates: readonly Update[]): UpdateStats {
  const tokens = updates.reduce((sum, update) => sum + update.tokens, 0);
  const [{ samplerGap } = {}] = updates;
  const perStep = (read: (update: Update) => number): number =>
    updates.reduce((sum, update) => sum + read(update), 0) / updates.length;
  const perToken = (read: (output: LossOutput) => number | null): number | null => {
    const values = updates.map(({ output, tokens: weight }) => ({ value: read(output), weight }));
    if (tokens === 0 || values.some(({ value }) => value === null)) return null;
    return values.reduce((sum, { value, weight }) => sum + (value ?? 0) * weight, 0) / tokens;
  };
  return {
    loss: perStep(({ output }) => output.loss),
    gradNorm: perStep(({ gradNorm }) => gradNorm),
    entropy: perToken(({ entropy }) => entropy),
    kl: perToken(({ kl }) => kl),
    clipFraction: perToken(({ clipFraction }) => clipFraction),
    ...(typeof samplerGap === 'number' && { samplerGap }),
  };
}

/** Settings of `updatePolicy`: loss, optimiser, and the passes and batches it steps on. */
export interface UpdateOptions extends MinibatchOptions {
  readonly loss: PolicyLoss;
  readonly adam: AdamParams;
  /** Passes over the data, from 1. */
  readonly epochs: number;
  /** See `EngineProfile`. */
  readonly mostSamplerGap?: number | undefined;
}

/** The part of a policy that an update needs. */
type Updated = Pick<TokenPolicy, 'reference'> & Pick<Trainable, 'learner'>;

/**
 * Trains on one step's data and publishes the weights; null when there are no data.
 * @throws TwinZeroError `engine` when loss or gradient overflow: what would follow is no policy.
 */
export async function updatePolicy(
  engine: Updated,
  data: readonly Datum[],
  options: UpdateOptions,
): Promise<UpdateStats | null> {
  if (data.length === 0) return null;
  const referenced =
    options.loss.klCoefficient !== 0 ? await withReference(engine, data, options.loss) : data;
  const updates: Update[] = [];
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    for (const batch of minibatches(referenced, options, epoch)) {
      const output = await engine.learner.forwardBackward(batch, options.loss);
      requireFinite('loss', output.loss);
      // Later batches meet weights that have moved on since the sampling.
      const measured = updates.length === 0 && options.mostSamplerGap !== undefined;
      const gap = measured ? requireSmallGap(gapOf(batch, output), options.mostSamplerGap) : null;
      const { gradNorm } = await engine.learner.optimStep(options.adam);
      requireFinite('gradient norm', gradNorm);
      updates.push({
        output,
        gradNorm,
        samplerGap: gap,
        tokens: batch.reduce((sum, datum) => sum + weightedTokens(datum), 0),
      });
    }
  }
  await engine.learner.publish();
  return summariseUpdates(updates);
}

async function withReference(engine: Updated, data: readonly Datum[], loss: PolicyLoss): Promise<Datum[]> {
  const sequences = data.map(({ tokens }) => tokens);
  const scorer = await engine.reference();
  const reference = await scorer.logprobs(sequences, { temperature: loss.temperature });
  return data.map((datum, i) => ({ ...datum, referenceLogprobs: reference[i] ?? [] }));
}

function weightedTokens({ weights }: Datum): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

/**
 * Mean distance, in nats, between the log-probabilities of sampler and trainer over the tokens that are trained on, under
 * the weights that sampled: rounding where both compute the same, and the first sign that they do not. Null where
 * nothing is trained on.
 */
export function gapOf(
  data: readonly Pick<Datum, 'weights' | 'oldLogprobs'>[],
  { logprobs }: Pick<LossOutput, 'logprobs'>,
): number | null {
  const gaps = data.flatMap(({ weights, oldLogprobs }, i) =>
    weights.flatMap((weight, j) =>
      weight === 0 ? [] : [Math.abs((logprobs[i]?.[j] ?? Number.NaN) - (oldLogprobs?.[j] ?? Number.NaN))],
    ),
  );
  return gaps.length === 0 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}

/**
 * Stops a run whose sampler and trainer are no longer one policy.
 * @throws TwinZeroError `engine` for a gap above what the engine's profile says, and one that is no number.
 */
function requireSmallGap(gap: number | null, most: number): number | null {
  if (gap === null || gap <= most) return gap;
  throw new TwinZeroError(
    'engine',
    `sampler and trainer differ by ${gap} nats a token, and at most ${most} is rounding: the server samples other weights than it trains; run \`twinzero conformance\` against it`,
  );
}
