import type { SampleParams, TokenLogprob } from '../../engine.ts';

/** A row of probabilities inside a larger array: [offset, offset + size). */
export interface ProbabilityRow {
  readonly probabilities: Float32Array;
  readonly offset: number;
  readonly size: number;
}

type Truncation = Pick<SampleParams, 'topK' | 'topP' | 'allowed'>;

/** True where a draw is not over the whole vocabulary. */
export function isTruncated({ topK = 0, topP = 1, allowed }: Truncation): boolean {
  return allowed !== undefined || topK > 0 || topP < 1;
}

/**
 * A token: the most probable where `uniform` is below 0 (lowest id on ties), else by inversion of that draw over the
 * tokens that are allowed and that top-k and then top-p keep.
 * @returns the token and its probability before truncation.
 */
export function chooseToken(
  row: ProbabilityRow,
  params: Truncation,
  uniform: number,
): { readonly token: number; readonly probability: number } {
  const token = uniform < 0 ? mostProbable(row, params) : draw(row, params, uniform);
  return { token, probability: row.probabilities[row.offset + token] ?? 0 };
}

/** The `count` most probable tokens of a row, most probable first, the lower id first on ties. */
export function topTokens(row: ProbabilityRow, count: number): TokenLogprob[] {
  const { probabilities, offset, size } = row;
  const best: number[] = [];
  for (let token = 0; token < size; token += 1) {
    const probability = probabilities[offset + token] as number;
    let place = best.length;
    while (place > 0 && (probabilities[offset + (best[place - 1] as number)] as number) < probability)
      place -= 1;
    if (place === count) continue;
    best.splice(place, 0, token);
    best.length = Math.min(best.length, count);
  }
  return best.map((token) => ({ token, logprob: logprobOf(row, token) }));
}

function logprobOf({ probabilities, offset }: ProbabilityRow, token: number): number {
  return Math.log(probabilities[offset + token] ?? 0);
}

function mostProbable(
  { probabilities, offset, size }: ProbabilityRow,
  { allowed }: Pick<SampleParams, 'allowed'>,
): number {
  const probability = (token: number): number => probabilities[offset + token] as number;
  if (allowed !== undefined)
    return allowed.reduce((best, token) => {
      const lead = probability(token) - probability(best);
      return lead > 0 || (lead === 0 && token < best) ? token : best;
    });
  let best = 0;
  for (let token = 1; token < size; token += 1) if (probability(token) > probability(best)) best = token;
  return best;
}

function draw(row: ProbabilityRow, params: Truncation, uniform: number): number {
  return (
    (isTruncated(params) ? drawAmong(row, keptTokens(row, params), uniform) : drawAny(row, uniform)) ??
    mostProbable(row, params)
  );
}

/** Tokens summed together, a multiple of 4. */
const blockTokens = 64;

/**
 * By inversion over the whole vocabulary; null when rounding leaves nothing. Runs once per sampled token, so it looks
 * twice only at the tokens of the block that the draw falls into.
 */
function drawAny({ probabilities, offset, size }: ProbabilityRow, uniform: number): number | null {
  const sums = new Float64Array(Math.ceil(size / blockTokens));
  let total = 0;
  for (let block = 0; block < sums.length; block += 1) {
    const end = offset + Math.min(size, (block + 1) * blockTokens);
    const sum = sumOf(probabilities, offset + block * blockTokens, end);
    sums[block] = sum;
    total += sum;
  }
  let left = uniform * total;
  let block = 0;
  while (block < sums.length && left >= (sums[block] as number)) left -= sums[block++] as number;
  for (let token = block * blockTokens; token < size; token += 1) {
    left -= probabilities[offset + token] as number;
    if (left < 0) return token;
  }
  return null;
}

/** The sum over [start, end), by four sums that do not wait for one another. */
function sumOf(values: Float32Array, start: number, end: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = start;
  for (; at + 3 < end; at += 4) {
    a += values[at] as number;
    b += values[at + 1] as number;
    c += values[at + 2] as number;
    d += values[at + 3] as number;
  }
  for (; at < end; at += 1) a += values[at] as number;
  return a + b + c + d;
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

/** Allowed tokens in descending probability: the first `topK` (0 for all), then the shortest prefix whose mass reaches `topP`. */
function keptTokens(row: ProbabilityRow, params: Truncation): number[] {
  const { probabilities, offset, size } = row;
  const probability = (token: number): number => probabilities[offset + token] as number;
  const candidates = params.allowed ?? Array.from({ length: size }, (_, token) => token);
  const order = [...new Set(candidates)]
    .sort((a, b) => probability(b) - probability(a) || a - b)
    .slice(0, params.topK || size);
  const mass = order.reduce((total, token) => total + probability(token), 0);
  let sum = 0;
  const cut = order.findIndex((token) => (sum += probability(token)) >= (params.topP ?? 1) * mass);
  return cut < 0 ? order : order.slice(0, cut + 1);
}
