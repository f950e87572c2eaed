import type { ValueDatum, ValueLoss, ValueLossOutput } from '../../critic.ts';
import type { ServerLesson } from '../client/remote-model.ts';
import type { ServerReduction } from '../profile/server-profile.ts';
import { vector } from '../wire/index.ts';
import { wireDatum } from './server-lesson.ts';

/** Name of a critic's loss in the protocol; SkyRL's. */
export const valueLossName = 'ppo_critic';

/** What is posted for a batch of a critic. */
export interface ValueLesson {
  readonly lesson: ServerLesson;
  /** What the server's gradient is to be multiplied by to be that of the mean over weighted tokens. */
  readonly scale: number;
}

/**
 * A batch as a server is given it, whose gradient is that of the mean over weighted tokens, up to `scale`.
 *
 * A squared error has no factor that could be folded into its arguments, but weights: a server that divides each sequence by
 * the sum of its weights where that is above 1 is sent weights whose sum is at most 1, and so divides by the sequences alone.
 */
export function valueLesson(
  data: readonly ValueDatum[],
  { clip }: ValueLoss,
  reduction: ServerReduction,
): ValueLesson {
  const sums = data.map(({ weights }) => total(weights));
  const all = total(sums);
  const longest = Math.max(...sums);
  const divisor = (reduction === 'token-sum' ? all : longest) || 1;
  return {
    lesson: {
      loss: valueLossName,
      config: { value_clip: clip },
      data: data.map(({ tokens, weights, oldValues, returns }) => {
        // Numbers of tokens that are not trained on may be anything, and any error times 0 is to be 0.
        const trained = (values: readonly number[]): number[] =>
          values.map((value, i) => (weights[i] === 0 ? 0 : value));
        return wireDatum(
          { tokens },
          {
            weights: vector(weights.map((weight) => weight / divisor)),
            values: vector(trained(oldValues)),
            returns: vector(trained(returns)),
          },
        );
      }),
    },
    scale: reduction === 'token-sum' || all === 0 ? 1 : (data.length * longest) / all,
  };
}

/** The loss of a batch at these values, which are aligned with the weights. */
export function valueLossOutput(
  data: readonly ValueDatum[],
  values: readonly (readonly number[])[],
  { clip }: ValueLoss,
): ValueLossOutput {
  let [weighed, all, clipped, trained] = [0, 0, 0, 0];
  for (const [d, { weights, returns, oldValues }] of data.entries())
    for (const [i, weight] of weights.entries()) {
      if (weight === 0) continue;
      const [value, old, wanted] = [values[d]?.[i] ?? NaN, oldValues[i] ?? NaN, returns[i] ?? NaN];
      const free = (value - wanted) ** 2;
      const bounded = (Math.max(Math.min(value, old + clip), old - clip) - wanted) ** 2;
      weighed += weight * Math.max(free, bounded);
      all += weight;
      clipped += Number(bounded > free);
      trained += 1;
    }
  return { loss: all === 0 ? 0 : weighed / (2 * all), clipFraction: trained === 0 ? 0 : clipped / trained };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
