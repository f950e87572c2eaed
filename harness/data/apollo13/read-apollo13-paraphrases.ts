import { join } from 'node:path';
import { z } from 'zod';
import type { Paraphrase } from '../../search/salted-index.ts';
import { readCsv } from '../read-csv.ts';
import type { Apollo13Manifest } from './apollo13-manifest.ts';
import { isRefusal } from './is-refusal.ts';

const noiseRow = z.strictObject({
  chunk_id: z.string().min(1),
  original_paragraph: z.string().min(1),
  paraphrased_text: z.string().min(1),
});

/** Settings of `readApollo13Paraphrases`. */
export interface Apollo13ParaphraseOptions {
  readonly manifest: Apollo13Manifest;
  /** Default `keep`, which is ReZero's index. */
  readonly refusals?: 'keep' | 'drop';
}

/**
 * Reads the paraphrases that ReZero adds to its index, in file order: short, medium, long per paragraph.
 * @throws TwinZeroError `data` for a missing or different file or a broken row.
 */
export async function readApollo13Paraphrases(
  folder: string,
  { manifest, refusals = 'keep' }: Apollo13ParaphraseOptions,
): Promise<Paraphrase[]> {
  const file = manifest.files.noise;
  const mend = 'run `twinzero data fetch apollo13`, with --from DIR if you have the files';
  const rows = await readCsv(join(folder, file.name), noiseRow, { ...file, mend });
  return rows
    .map(({ value }) => ({ chunkId: value.chunk_id, text: value.paraphrased_text }))
    .filter(({ text }) => refusals === 'keep' || !isRefusal(text));
}
