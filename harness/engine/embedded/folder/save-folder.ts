import { cp, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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

/** What `saveFolder` writes. */
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
 * @throws TwinZeroError `data` when a weight does not fit float16.
 */
export async function saveFolder(
  folder: string,
  { weights, source, dtype, configuration }: FolderParts,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (source !== undefined && resolve(source) !== resolve(folder))
    for (const name of companions) await copyIfThere(join(source, name), join(folder, name));
  await writeWhole(
    join(folder, 'config.json'),
    `${JSON.stringify({ ...modelConfigJson(weights.config, dtype), ...configuration }, null, 2)}\n`,
  );
  await writeSafetensors(join(folder, 'model.safetensors'), weights.tensors, dtype);
}

async function copyIfThere(from: string, to: string): Promise<void> {
  const there = await stat(from).then(
    () => true,
    () => false,
  );
  if (!there) return;
  await cp(from, `${to}.part`);
  await rename(`${to}.part`, to);
}

async function writeWhole(file: string, content: string): Promise<void> {
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}
