import { finite } from '../collect-sample.ts';
import { plainDraw } from './gguf-draw.ts';
import type { LlamaSequence } from './llama-cpp.ts';

/**
 * Temperature at which probabilities are asked for: a token 800 nats below the best is still no 0 in float32, and
 * rounding adds less than 1e-5 to a log-probability.
 */
const flat = 8;

/** Most probabilities that are held at once, some 50 bytes each. */
const mostHeld = 2 ** 21;

/**
 * The log-probability of each token but the first given those before it, of softmax(logits / temperature), n - 1 values.
 * llama.cpp keeps keys and values in float16 and rounds one token otherwise than many: against float32, 2e-3 of a model
 * that is not quantised; against its own sampling up to 0.14 of one in 4 bits.
 * @param sequence holds nothing before, and the tokens after
 * @throws TwinZeroError `engine` when one is no finite number.
 */
export async function scoreSequence(
  sequence: LlamaSequence,
  tokens: readonly number[],
  { temperature, vocabularySize }: { readonly temperature: number; readonly vocabularySize: number },
): Promise<number[]> {
  const size = Math.max(1, Math.min(64, Math.floor(mostHeld / vocabularySize)));
  const generateNext = { probabilities: true, options: plainDraw(flat, 0) } as const;
  const logprobs: number[] = [];
  for (let start = 0; start + 1 < tokens.length; start += size) {
    const read = tokens.slice(start, Math.min(start + size, tokens.length - 1));
    const scored = await sequence.controlledEvaluate(read.map((token) => [token, { generateNext }]));
    for (const i of read.keys()) {
      const target = tokens[start + i + 1] ?? NaN;
      const probabilities = scored[i]?.next.probabilities ?? new Map<number, number>();
      logprobs.push(finite(logprobOf(target, probabilities, temperature), target));
    }
  }
  return logprobs;
}

/** The log-probability of a token at a temperature, from the probabilities at the flat one. */
function logprobOf(target: number, probabilities: ReadonlyMap<number, number>, temperature: number): number {
  const power = flat / temperature;
  let most = 0;
  for (const probability of probabilities.values()) most = Math.max(most, probability);
  let sum = 0;
  for (const probability of probabilities.values()) sum += (probability / most) ** power;
  return power * Math.log((probabilities.get(target) ?? 0) / most) - Math.log(sum);
}
