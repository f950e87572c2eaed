import type { Random } from '../../../core/random.ts';
import type { SampleParams } from '../../engine.ts';

/** A row of probabilities inside a larger array: [offset, offset + size). */
export interface ProbabilityRow {
  readonly probabilities: Float32Array;
  readonly offset: number;
  readonly size: number;
}

/**
 * Draws a token: the most probable at temperature 0 (lowest id on ties), else by inversion of one uniform draw over
 * the tokens that top-k and then top-p keep.
 * @returns the token and its natural-log probability before truncation.
 */
export function chooseToken(
  row: ProbabilityRow,
  params: Pick<SampleParams, 'temperature' | 'topK' | 'topP'>,
  random: Random,
): { readonly token: number; readonly logprob: number } {
  const token = params.temperature === 0 ? mostProbable(row) : draw(row, params, random.uniform());
  return { token, logprob: Math.log(row.probabilities[row.offset + token] ?? 0) };
}

function mostProbable({ probabilities, offset, size }: ProbabilityRow): number {
  let best = 0;
  for (let token = 1; token < size; token += 1)
    if ((probabilities[offset + token] as number) > (probabilities[offset + best] as number)) best = token;
  return best;
}

function draw(row: ProbabilityRow, params: Pick<SampleParams, 'topK' | 'topP'>, uniform: number): number {
  const truncated = (params.topK ?? row.size) < row.size || (params.topP ?? 1) < 1;
  return (
    (truncated ? drawAmong(row, keptTokens(row, params), uniform) : drawAny(row, uniform)) ??
    mostProbable(row)
  );
}

/** By inversion over the whole vocabulary; null when rounding leaves nothing. This loop runs once per sampled token. */
function drawAny({ probabilities, offset, size }: ProbabilityRow, uniform: number): number | null {
  const end = offset + size;
  let total = 0;
  for (let at = offset; at < end; at += 1) total += probabilities[at] as number;
  let left = uniform * total;
  for (let at = offset; at < end; at += 1) {
    left -= probabilities[at] as number;
    if (left < 0) return at - offset;
  }
  return null;
}

function drawAmong(
  { probabilities, offset }: ProbabilityRow,
  tokens: readonly number[],
  uniform: number,
): number | null {
  const probability = (token: number): number => probabilities[offset + token] as number;
  let left = uniform * tokens.reduce((sum, token) => sum + probability(token), 0);
  for (const token of tokens) {
    left -= probability(token);
    if (left < 0) return token;
  }
  return null;
}

/** Tokens in descending probability: the first `topK`, then the shortest prefix whose mass reaches `topP`. */
function keptTokens(row: ProbabilityRow, params: Pick<SampleParams, 'topK' | 'topP'>): number[] {
  const { probabilities, offset, size } = row;
  const probability = (token: number): number => probabilities[offset + token] as number;
  const order = Array.from({ length: size }, (_, token) => token)
    .sort((a, b) => probability(b) - probability(a) || a - b)
    .slice(0, params.topK ?? size);
  const mass = order.reduce((total, token) => total + probability(token), 0);
  let sum = 0;
  const cut = order.findIndex((token) => (sum += probability(token)) >= (params.topP ?? 1) * mass);
  return cut < 0 ? order : order.slice(0, cut + 1);
}
