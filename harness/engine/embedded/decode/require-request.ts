import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { SampleParams } from '../../engine.ts';
import { smallestTemperature } from '../train/require-data.ts';
import { requireTokens } from '../train/require-sequences.ts';

/** Sizes that a request must keep to. */
export interface RequestLimits {
  readonly vocabularySize: number;
  /** Longest prompt plus sample. */
  readonly maxTokens: number;
}

/** Each setting's range, and what to give. */
const settings: readonly (readonly [
  name: keyof SampleParams,
  allows: (params: SampleParams) => boolean,
  advice: string,
])[] = [
  [
    'temperature',
    ({ temperature }) => temperature === 0 || (temperature >= smallestTemperature && temperature < Infinity),
    `give 0 for the most probable token, or a number from ${smallestTemperature}`,
  ],
  ['maxTokens', ({ maxTokens }) => isCount(maxTokens) && maxTokens > 0, 'give a whole number from 1'],
  ['topK', ({ topK = 0 }) => isCount(topK), 'give a whole number from 1, or 0 for the whole vocabulary'],
  ['topP', ({ topP = 1 }) => topP > 0 && topP <= 1, 'give a number above 0 and up to 1'],
  ['seed', ({ seed }) => isCount(seed) && seed < 2 ** 32, 'give a whole number from 0 and below 2^32'],
  ['stopStrings', ({ stopStrings = [] }) => !stopStrings.includes(''), 'leave the empty string out'],
];

/**
 * Checks what a decoder is asked for.
 * @throws TwinZeroError `configuration` for a setting out of its range or a token out of the vocabulary, `engine` for
 * an empty prompt and for one that leaves no room.
 */
export function requireRequest(
  prompt: readonly number[],
  params: SampleParams,
  { vocabularySize, maxTokens }: RequestLimits,
): void {
  for (const [name, allows, advice] of settings)
    if (!allows(params)) {
      const found = name === 'stopStrings' ? 'holds an empty string' : `is ${String(params[name])}`;
      throw new TwinZeroError('configuration', `${name} ${found}; ${advice}`);
    }
  requireTokens(prompt, 'the prompt', vocabularySize);
  requireTokens(params.allowed ?? [], 'allowed', vocabularySize);
  if (prompt.length === 0)
    throw new TwinZeroError('engine', 'cannot sample from an empty prompt; give at least one token');
  if (prompt.length + params.maxTokens > maxTokens)
    throw new TwinZeroError(
      'engine',
      `${prompt.length} prompt tokens and ${params.maxTokens} to sample exceed the engine's ${maxTokens}; lower the limits or open the engine with a larger maxTokens`,
    );
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
