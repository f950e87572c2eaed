import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { huggingFaceCodec } from './hugging-face-codec.ts';

/** Turns tokens of the folder's model into text; a folder without a tokenizer can be sampled, but not with stop strings. */
export async function textDecoder(folder: string): Promise<(tokens: readonly number[]) => string> {
  if (existsSync(join(folder, 'tokenizer.json'))) {
    const codec = await huggingFaceCodec(folder);
    return (tokens) => codec.decode(tokens);
  }
  return () => {
    throw new TwinZeroError(
      'engine',
      `stop strings need ${join(folder, 'tokenizer.json')}; use stop tokens instead`,
    );
  };
}
