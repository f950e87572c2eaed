import type { Random } from '../../../core/random.ts';
import { chooseToken, topTokens } from '../../embedded/decode/choose-token.ts';
import type { SampleParams } from '../../engine.ts';
import type { Draw } from '../collect-sample.ts';

/** Draws from the logits of one place; at temperature 0 the most probable token, with its probability at 1. */
export function drawFrom(logits: Float32Array, params: SampleParams, random: Random): Draw {
  const { topLogprobs, temperature } = params;
  const size = logits.length;
  const logprobs = logSoftmax(logits, temperature || 1);
  const row = { probabilities: Float32Array.from(logprobs, Math.exp), offset: 0, size };
  const { token } = chooseToken(row, params, temperature === 0 ? -1 : random.uniform());
  return {
    token,
    logprob: logprobs[token] ?? NaN,
    ...(topLogprobs !== undefined && { top: topTokens(row, topLogprobs) }),
  };
}

/** Log-probabilities of softmax(logits / temperature); all NaN where one logit is. */
export function logSoftmax(logits: Float32Array, temperature: number): Float64Array {
  const scaled = Float64Array.from(logits, (logit) => logit / temperature);
  const most = scaled.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = most + Math.log(scaled.reduce((sum, value) => sum + Math.exp(value - most), 0));
  return scaled.map((value) => value - total);
}
