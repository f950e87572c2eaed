import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../core/parse-json.ts';
import { accessing } from '../../core/system-refusal.ts';
import { writeFileWhole } from '../../core/write-file-whole.ts';
import { denseSpec } from '../dense/dense-spec.ts';

const manifestSchema = z.strictObject({
  schema: z.literal(1),
  /** Version of `@lancedb/lancedb`. */
  lancedb: z.string(),
  /** The corpus by the hash of all its passages, which it has from the file or data set it came from. */
  corpus: z.strictObject({ name: z.string(), sha256: z.string() }),
  /** Passages written at once: a run that is killed loses fewer. */
  batch: z.int().positive(),
  /** Encoder of the vectors with the hash of its files, and how it is used; null for an index of words alone. */
  dense: denseSpec.extend({ files: z.string() }).nullable(),
  /** Passages; null until all are written and indexed. */
  rows: z.int().positive().nullable(),
});

/** The description of an index on disk: what it is made of, and whether it is whole. */
export type IndexManifest = z.infer<typeof manifestSchema>;

const fileName = 'manifest.json';

/**
 * Reads the manifest of an index.
 * @throws TwinZeroError `data` where there is none, or one that can't be read.
 */
export async function readIndexManifest(folder: string): Promise<IndexManifest> {
  const path = join(folder, fileName);
  const mend = 'give a folder that twinzero index build wrote';
  const text = await accessing({ path, doing: 'read', mend }, 'data', () => readFile(path, 'utf8'));
  return parseJson(text, manifestSchema, { where: path, mend });
}

/** Writes it, whole. */
export async function writeIndexManifest(folder: string, manifest: IndexManifest): Promise<void> {
  await writeFileWhole(join(folder, fileName), `${JSON.stringify(manifest, null, 2)}\n`);
}
