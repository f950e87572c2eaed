import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

const sequences = z.array(z.array(z.int().nonnegative()));

/** Limits of the model that reads the sequences. */
export interface SequenceLimits {
  readonly vocabularySize: number;
  readonly maxPositions: number;
}

/**
 * Reads a JSON array of token-id arrays, at least one and none empty.
 * @throws TwinZeroError `data` when the file is anything else or a sequence does not fit the model; sequences count from 1.
 */
export async function readTokenSequences(file: string, limits: SequenceLimits): Promise<number[][]> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new TwinZeroError('data', `${file} cannot be read: give a JSON array of token-id arrays`, {
      cause,
    });
  });
  const text = decodeUtf8(bytes, { file });
  const parsed = sequences.safeParse(parseJson(text, z.unknown(), { where: file }));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.map((index) => Number(index) + 1) ?? [];
    const where = ['sequence', 'token']
      .slice(0, place.length)
      .map((kind, i) => `, ${kind} ${place[i] ?? ''}`);
    throw new TwinZeroError('data', `${file}${where.join('')}: give a JSON array of token-id arrays`);
  }
  if (parsed.data.length === 0)
    throw new TwinZeroError('data', `${file} has no sequences: give a JSON array of token-id arrays`);
  for (const [i, tokens] of parsed.data.entries())
    checkSequence(tokens, `${file}, sequence ${i + 1}`, limits);
  return parsed.data;
}

function checkSequence(tokens: readonly number[], where: string, limits: SequenceLimits): void {
  const { vocabularySize, maxPositions } = limits;
  if (tokens.length === 0)
    throw new TwinZeroError('data', `${where} is empty: give at least one token, and two to score one`);
  if (tokens.length > maxPositions)
    throw new TwinZeroError(
      'data',
      `${where} has ${tokens.length} tokens: the model was made for at most ${maxPositions}`,
    );
  const stray = tokens.findIndex((token) => token >= vocabularySize);
  if (stray >= 0)
    throw new TwinZeroError(
      'data',
      `${where}, token ${stray + 1} is ${tokens[stray] ?? ''}: the model's vocabulary ends at ${vocabularySize - 1}`,
    );
}
