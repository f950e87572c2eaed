import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { ModelConfig } from './model-config.ts';
import { parseModelConfig } from './parse-model-config.ts';

/**
 * Reads `config.json` of a Hugging Face folder.
 * @throws TwinZeroError `configuration` when it is missing or not a Llama this engine computes.
 */
export async function readModelConfig(folder: string): Promise<ModelConfig> {
  const file = join(folder, 'config.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TwinZeroError(
      'configuration',
      `${file} cannot be read: give a Hugging Face folder of a Llama model`,
      { cause },
    );
  });
  return parseModelConfig(text, file);
}
