import type { Random } from '../../../core/random.ts';
import {
  chooseToken,
  isTruncated,
  type ProbabilityRow,
  topTokens,
} from '../../embedded/decode/choose-token.ts';
import type { SampleParams } from '../../engine.ts';
import type { Draw } from '../collect-sample.ts';
import type { DrawnToken, DrawOptions } from './llama-cpp.ts';

/** A draw over the whole vocabulary. llama.cpp takes the seed 2^32 - 1 for "draw one", so it shares that of 0. */
export function plainDraw(temperature: number, seed: number): DrawOptions {
  return { temperature, seed: seed % (2 ** 32 - 1), topK: 0, topP: 1, minP: 0 };
}

/** True where a request looks at more than the token that llama.cpp draws, which costs a row of the vocabulary a token. */
export function needsRow(params: SampleParams): boolean {
  return params.topLogprobs !== undefined || isTruncated(params);
}

/** The token that llama.cpp drew or, where only some may be drawn, one chosen here from its probabilities. */
export function settledDraw(
  { token, confidence, probabilities }: DrawnToken,
  params: SampleParams,
  { random, vocabularySize }: { readonly random: Random; readonly vocabularySize: number },
): Draw {
  if (probabilities === undefined) return { token, logprob: Math.log(confidence) };
  const row = rowOf(probabilities, vocabularySize);
  const chosen = isTruncated(params)
    ? chooseToken(row, params, params.temperature === 0 ? -1 : random.uniform())
    : { token, probability: confidence };
  const { topLogprobs } = params;
  return {
    token: chosen.token,
    logprob: Math.log(chosen.probability),
    ...(topLogprobs !== undefined && { top: topTokens(row, topLogprobs) }),
  };
}

function rowOf(probabilities: ReadonlyMap<number, number>, size: number): ProbabilityRow {
  const row = new Float32Array(size);
  for (const [token, probability] of probabilities) row[token] = probability;
  return { probabilities: row, offset: 0, size };
}
