import type { Loss } from '../../loss.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { add, exponential, multiply, negate, subtract, sum } from '../graph/ops/arithmetic.ts';
import { clamp, isLess, maximum, minimum } from '../graph/ops/extrema.ts';
import { rowEntropy } from '../graph/ops/row-entropy.ts';
import type { TargetLogProbabilities } from '../graph/ops/target-log-probabilities.ts';

/** Results of a loss: the scalar to differentiate, and weighted sums to report. */
export interface LossTerms {
  readonly loss: Value;
  readonly reports: Readonly<Record<string, Value>>;
}

/**
 * Adds a loss over the scored rows to the graph. Its inputs, each [rows]: `weights` (the reduction
 * folded in) and, for policy losses, `advantages`, `oldLogprobs` and, with a KL term, `referenceLogprobs`.
 *
 * cross_entropy: -sum w logp. importance_sampling: -sum w r A with r = exp(logp - old).
 * ppo: -sum w min(r A, clip(r, 1 - low, 1 + high) A) (Schulman et al. 2017, eq. 7); with a dual clip c no gain of a
 * negative A is below c A (Ye et al. 2020, eq. 5).
 * KL: + beta sum w (exp(d) - d - 1), d = reference - logp (Schulman's k3; `UnslothGRPOTrainerTemp.py:123 @20fb677`),
 * with r before the bracket where the correction is `importance-ratio`.
 * Entropy: - c sum w H (ZeroSearch `dp_actor.py:261-271 @2d4cdca`); reported by every policy loss, whatever c.
 */
export function lossTerms(graph: Graph, scores: TargetLogProbabilities, loss: Loss): LossTerms {
  const { logprobs } = scores;
  const vector = (name: string): Value => graph.input(name, 'float32', ['rows']);
  const weights = vector('weights');
  const weightedSum = (value: Value): Value => sum(graph, multiply(graph, weights, value));
  if (loss.kind === 'cross_entropy') return { loss: negate(graph, weightedSum(logprobs)), reports: {} };
  const advantages = vector('advantages');
  const ratio = exponential(graph, subtract(graph, logprobs, vector('oldLogprobs')));
  const reports: Record<string, Value> = {};
  let gain = multiply(graph, ratio, advantages);
  if (loss.kind === 'ppo') {
    const clipped = multiply(
      graph,
      clamp(graph, ratio, { low: 1 - loss.clipLow, high: 1 + loss.clipHigh }),
      advantages,
    );
    const once = isLess(graph, clipped, gain);
    reports['clipped'] = once;
    gain = minimum(graph, gain, clipped);
    if (loss.dualClip !== undefined) {
      // Where A is not negative this is 0, which no gain is below.
      const negative = multiply(graph, advantages, isLess(graph, advantages, graph.scalar(0)));
      const least = multiply(graph, negative, graph.scalar(loss.dualClip));
      reports['clipped'] = add(graph, once, isLess(graph, gain, least));
      gain = maximum(graph, gain, least);
    }
  }
  let total = negate(graph, weightedSum(gain));
  if (loss.klCoefficient !== 0) {
    const plain = k3(graph, logprobs, vector('referenceLogprobs'));
    const kl = loss.klCorrection === 'importance-ratio' ? multiply(graph, plain, ratio) : plain;
    reports['kl'] = kl;
    total = add(graph, total, multiply(graph, weightedSum(kl), graph.scalar(loss.klCoefficient)));
  }
  const entropy = rowEntropy(graph, scores);
  reports['entropy'] = entropy;
  const { entropyCoefficient = 0 } = loss;
  if (entropyCoefficient !== 0)
    total = subtract(graph, total, multiply(graph, weightedSum(entropy), graph.scalar(entropyCoefficient)));
  return { loss: total, reports };
}

function k3(graph: Graph, logprobs: Value, reference: Value): Value {
  const difference = subtract(graph, reference, logprobs);
  return subtract(graph, subtract(graph, exponential(graph, difference), difference), graph.scalar(1));
}
