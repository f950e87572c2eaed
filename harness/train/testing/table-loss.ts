import type { Datum, LossOutput } from '../../engine/engine.ts';
import type { Loss } from '../../engine/loss.ts';

interface TableLossOptions {
  readonly loss: Loss;
  /** Log-probabilities of the next token, already at the temperature of the loss. */
  readonly scores: (prefix: readonly number[]) => number[];
  /** Receives the gradient with respect to the logits of `prefix`. */
  readonly addGradient: (prefix: readonly number[], gradient: readonly number[]) => void;
}

/** One weighted token. */
interface Position {
  readonly logprob: number;
  readonly advantage: number;
  readonly old: number;
  readonly reference: number;
}

/** Any loss of the engine contract over a table policy, with its gradient by hand. */
export function tableLoss(data: readonly Datum[], options: TableLossOptions): LossOutput {
  const { loss, scores, addGradient } = options;
  const temperature = loss.kind === 'cross_entropy' ? 1 : loss.temperature;
  const bonus = loss.kind === 'cross_entropy' ? 0 : (loss.entropyCoefficient ?? 0);
  const tokens = data.reduce((sum, { weights }) => sum + total(weights), 0);
  const sums = { loss: 0, entropy: 0, kl: 0, clipped: 0 };
  const logprobs = data.map((datum) => {
    const norm = divisor(loss, tokens, data.length * total(datum.weights));
    return datum.weights.map((weight, i) => {
      const prefix = datum.tokens.slice(0, i + 1);
      const row = scores(prefix);
      const token = datum.tokens[i + 1] ?? -1;
      const logprob = row[token] ?? Number.NaN;
      if (weight === 0) return logprob;
      const term = tokenLoss(loss, {
        logprob,
        advantage: datum.advantages?.[i] ?? 0,
        old: datum.oldLogprobs?.[i] ?? 0,
        reference: datum.referenceLogprobs?.[i] ?? 0,
      });
      const entropy = -row.reduce((sum, score) => sum + score * Math.exp(score), 0);
      sums.loss += (weight * (term.value - bonus * entropy)) / norm;
      sums.entropy += entropy;
      sums.kl += term.kl;
      sums.clipped += Number(term.clipped);
      const slope = (weight * term.slope) / norm / temperature;
      const entropySlope = (weight * bonus) / norm / temperature;
      addGradient(
        prefix,
        row.map(
          (score, j) =>
            slope * (Number(j === token) - Math.exp(score)) +
            entropySlope * Math.exp(score) * (score + entropy),
        ),
      );
      return logprob;
    });
  });
  const policy = loss.kind !== 'cross_entropy';
  return {
    loss: sums.loss,
    logprobs,
    entropy: policy ? sums.entropy / tokens : null,
    kl: policy && loss.klCoefficient !== 0 ? sums.kl / tokens : null,
    clipFraction: loss.kind === 'ppo' ? sums.clipped / tokens : null,
  };
}

/** Loss of one token and its derivative with respect to the token's log-probability. */
function tokenLoss(
  loss: Loss,
  { logprob, advantage, old, reference }: Position,
): { value: number; slope: number; kl: number; clipped: boolean } {
  if (loss.kind === 'cross_entropy') return { value: -logprob, slope: -1, kl: 0, clipped: false };
  const ratio = Math.exp(logprob - old);
  const distance = reference - logprob;
  const k3 = loss.klCoefficient !== 0 ? Math.exp(distance) - distance - 1 : 0;
  const k3Slope = loss.klCoefficient !== 0 ? 1 - Math.exp(distance) : 0;
  const corrected = loss.klCorrection === 'importance-ratio';
  const kl = corrected ? ratio * k3 : k3;
  const klSlope = corrected ? ratio * (k3Slope + k3) : k3Slope;
  const bounded =
    loss.kind === 'ppo' ? Math.min(Math.max(ratio, 1 - loss.clipLow), 1 + loss.clipHigh) : ratio;
  const free = Math.min(ratio * advantage, bounded * advantage);
  const second = loss.kind === 'ppo' && advantage < 0 ? loss.dualClip : undefined;
  const gain = second === undefined ? free : Math.max(free, second * advantage);
  const active = gain === ratio * advantage;
  return {
    value: -gain + loss.klCoefficient * kl,
    slope: (active ? -ratio * advantage : 0) + loss.klCoefficient * klSlope,
    kl,
    clipped: bounded !== ratio || gain !== free,
  };
}

function divisor(loss: Loss, tokens: number, sequence: number): number {
  return { 'token-sum': 1, 'token-mean': tokens, 'sequence-mean': sequence }[loss.reduction];
}

function total(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
