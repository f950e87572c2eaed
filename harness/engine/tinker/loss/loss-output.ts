import { reduceWeights } from '../../embedded/train/pack-micro-batches.ts';
import type { Datum, LossOutput } from '../../engine.ts';
import type { Loss } from '../../loss.ts';
import { termsAt } from './server-lesson.ts';
import { tokenLoss } from './token-loss.ts';

/** What a loss came to, from the log-probabilities that the server told: servers name and reduce their own figures each in their way. */
export function lossOutput(
  data: readonly Datum[],
  loss: Loss,
  logprobs: readonly (readonly number[])[],
): LossOutput {
  const reduced = reduceWeights(data, loss.reduction);
  const sums = { loss: 0, entropy: 0, kl: 0, clipped: 0, tokens: 0 };
  for (const [i, datum] of data.entries())
    for (const [place, weight] of (reduced[i] ?? []).entries()) {
      if (weight === 0) continue;
      const { value, entropy, kl, clipped } = tokenLoss(loss, termsAt(datum, logprobs[i] ?? [], place));
      sums.loss += weight * value;
      sums.entropy += entropy;
      sums.kl += kl;
      sums.clipped += Number(clipped);
      sums.tokens += 1;
    }
  const mean = (sum: number): number | null => (sums.tokens === 0 ? null : sum / sums.tokens);
  const policy = loss.kind !== 'cross_entropy';
  return {
    loss: sums.loss,
    logprobs,
    entropy: policy ? mean(sums.entropy) : null,
    kl: policy && loss.klCoefficient !== 0 ? mean(sums.kl) : null,
    clipFraction: loss.kind === 'ppo' ? mean(sums.clipped) : null,
  };
}
