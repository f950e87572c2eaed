import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WordTokenizer } from './build-word-tokenizer.ts';

/** Writes `tokenizer.json` and `tokenizer_config.json` into a folder, which is made if needed. */
export async function saveWordTokenizer(folder: string, { tokenizer, config }: WordTokenizer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'tokenizer.json'), `${JSON.stringify(tokenizer)}\n`);
  await writeFile(join(folder, 'tokenizer_config.json'), `${JSON.stringify(config, null, 2)}\n`);
}
