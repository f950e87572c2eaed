import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { StrayToken } from './stray-token.ts';

/** Sizes that sequences must keep to. */
export interface SequenceLimits {
  readonly vocabularySize: number;
  /** Positions that the graphs have angles for, the padding of a sequence included. */
  readonly maxTokens: number;
}

/** Sequences are padded to a multiple of this many tokens. */
export const lengthStep = 8;

/** The length that a sequence is padded to. */
export function paddedLength(length: number): number {
  return Math.ceil(length / lengthStep) * lengthStep;
}

/**
 * Checks that every token is in the vocabulary; `name` says whose they are, e.g. `the prompt`.
 * @throws StrayToken naming the first that is not.
 */
export function requireTokens(tokens: readonly number[], name: string, vocabularySize: number): void {
  for (const [index, token] of tokens.entries())
    if (!(Number.isInteger(token) && token >= 0 && token < vocabularySize))
      throw new StrayToken(`token ${index} of ${name} is ${token}`, vocabularySize);
}

/**
 * Checks sequences that are to be scored or trained on.
 * @throws TwinZeroError `configuration` for one that is empty, too long or beyond the vocabulary.
 */
export function requireSequences(
  sequences: readonly (readonly number[])[],
  { vocabularySize, maxTokens }: SequenceLimits,
): void {
  for (const [index, tokens] of sequences.entries()) {
    const name = `sequence ${index}`;
    if (tokens.length === 0) throw new TwinZeroError('configuration', `${name} holds no token; leave it out`);
    if (paddedLength(tokens.length) > maxTokens)
      throw new TwinZeroError(
        'configuration',
        `${name} of ${tokens.length} tokens exceeds the ${maxTokens} positions the model was opened with; open it with a larger maxTokens`,
      );
    requireTokens(tokens, name, vocabularySize);
  }
}
