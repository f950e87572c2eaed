import { join } from 'node:path';
import { z } from 'zod';
import { readCsv } from '../../harness/data/read-csv.ts';
import type { Paraphrase } from '../../harness/search/index.ts';
import type { Apollo13Manifest } from './apollo13-manifest.ts';

const firstPerson = /^(However, )?I('m| cannot| can't| couldn't| don't| need)\b/;
const nothingThere =
  /^(Unfortunately, the provided text|There is no text|This (text|section|document) (is not provided|does not contain any))/;

/**
 * True for a text in which the generator talks about the request (text missing, too short, no information)
 * instead of paraphrasing. Finds 81 of the 2,259 Apollo 13 rows, each read by eye; most are of headings.
 */
export function isRefusal(paraphrase: string): boolean {
  return firstPerson.test(paraphrase) || nothingThere.test(paraphrase);
}

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
