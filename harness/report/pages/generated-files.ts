import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../../core/write-file-whole.ts';

/** Texts by their path in a folder. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** Writes each file whole: who reads meanwhile sees the old page or the new one, never a part. */
export async function writeGenerated(folder: string, files: GeneratedFiles): Promise<void> {
  for (const [name, text] of files) await writeFileWhole(join(folder, name), text);
}

/** The names of the files that are missing or whose bytes `writeGenerated` would change, sorted. */
export async function staleGenerated(folder: string, files: GeneratedFiles): Promise<string[]> {
  const stale: string[] = [];
  for (const [name, text] of files) {
    const present = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (present !== text) stale.push(name);
  }
  return stale.sort();
}
