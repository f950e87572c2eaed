import { cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { accessing } from '../../../core/system-refusal.ts';
import { modelConfigJson } from './model-config.ts';
import type { Weights } from './weights.ts';
import { writeSafetensors } from './write-safetensors.ts';

/** Files of a Hugging Face folder that travel with the weights unchanged. */
const companions = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
  'generation_config.json',
];

/** Parts of a folder for `saveFolder`. */
export interface FolderParts {
  readonly weights: Weights;
  /** Folder whose tokenizer files go along; absent for none. */
  readonly source?: string;
  readonly dtype: 'float32' | 'float16';
  /** Fields of config.json that are not those of a language model. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/**
 * Writes a Hugging Face folder that transformers and vLLM load: configuration, tokenizer and weights. Each file
 * appears whole or not at all, the weights last.
 * @throws TwinZeroError `data` when a weight does not fit the element type, `engine` when one is not finite or the
 * operating system refuses.
 */
export async function saveFolder(
  folder: string,
  { weights, source, dtype, configuration }: FolderParts,
): Promise<void> {
  await accessing({ path: folder, doing: 'written' }, 'engine', () => mkdir(folder, { recursive: true }));
  if (source !== undefined && resolve(source) !== resolve(folder))
    for (const name of companions) await copyIfThere(join(source, name), join(folder, name));
  const text = `${JSON.stringify({ ...modelConfigJson(weights.config, dtype), ...configuration }, null, 2)}\n`;
  await placeWhole(join(folder, 'config.json'), (part) => writeFile(part, text));
  await writeSafetensors(join(folder, 'model.safetensors'), weights.tensors, dtype);
}

async function copyIfThere(from: string, to: string): Promise<void> {
  const there = await stat(from).then(
    () => true,
    () => false,
  );
  if (there) await placeWhole(to, (part) => cp(from, part));
}

/** Makes a file under another name and renames it when it is whole. */
export async function placeWhole(file: string, make: (part: string) => Promise<void>): Promise<void> {
  const part = `${file}.part`;
  await accessing({ path: file, doing: 'written' }, 'engine', async () => {
    try {
      await make(part);
      await rename(part, file);
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      throw error;
    }
  });
}
