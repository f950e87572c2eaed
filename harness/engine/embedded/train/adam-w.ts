import type { AdamParams } from '../../engine.ts';
import type { NamedTensors } from '../folder/named-tensors.ts';
import { requireAdam } from './require-data.ts';
import { requireFinite } from './require-finite.ts';

/** Weights, gradient and both moments, of the same names and shapes. */
export interface AdamState {
  readonly weights: NamedTensors;
  readonly gradient: NamedTensors;
  readonly first: NamedTensors;
  readonly second: NamedTensors;
}

/** The Euclidean norm over all tensors, accumulated in float64 in their order. */
export function gradientNorm(gradient: NamedTensors): number {
  let total = 0;
  for (const { data } of gradient.values())
    for (let i = 0; i < data.length; i += 1) {
      const g = data[i] as number;
      total += g * g;
    }
  return Math.sqrt(total);
}

/**
 * One AdamW step in place (Loshchilov and Hutter 2019, algorithm 2; bias-corrected, decay decoupled), with the
 * gradient first scaled down to `maxGradNorm`. Arithmetic in float64, state in float32.
 *
 * One fused pass here beats the same step as graph nodes on the CPU provider, which copies every output
 * (`twinzero bench engine` prints both).
 * @param step number of this step, from 1.
 * @returns the norm before clipping.
 * @throws TwinZeroError `configuration` for settings out of range, `engine` for a gradient that is not finite; the state
 * is then as it was.
 */
export function adamW(state: AdamState, adam: AdamParams, step: number): number {
  requireAdam(adam);
  const norm = requireFinite('gradient norm', gradientNorm(state.gradient));
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm } = adam;
  // torch.nn.utils.clip_grad_norm_ adds 1e-6 to the norm and so do we, to compare step by step.
  const scale = maxGradNorm === undefined ? 1 : Math.min(1, maxGradNorm / (norm + 1e-6));
  const rate = learningRate / (1 - beta1 ** step);
  const correction = 1 / Math.sqrt(1 - beta2 ** step);
  const decay = 1 - learningRate * weightDecay;
  for (const name of state.weights.keys()) {
    const numbers = (tensors: NamedTensors): Float32Array => tensors.get(name)?.data as Float32Array;
    const [weights, gradient] = [numbers(state.weights), numbers(state.gradient)];
    const [first, second] = [numbers(state.first), numbers(state.second)];
    for (let i = 0; i < weights.length; i += 1) {
      const g = (gradient[i] as number) * scale;
      const m = beta1 * (first[i] as number) + (1 - beta1) * g;
      const v = beta2 * (second[i] as number) + (1 - beta2) * g * g;
      first[i] = m;
      second[i] = v;
      weights[i] = (weights[i] as number) * decay - (rate * m) / (Math.sqrt(v) * correction + epsilon);
    }
  }
  return norm;
}
