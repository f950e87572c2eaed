import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../core/parse-json.ts';
import { writeFileWhole } from '../../core/write-file-whole.ts';

/** One question as a cell keeps it: no text of the data set. */
const playedQuestion = z.strictObject({
  questionId: z.string(),
  chunkId: z.string(),
  /** By judge; null where it has no score. */
  correct: z.record(z.string(), z.boolean().nullable()),
  /** `answered`, why not, or `failed`. */
  end: z.string(),
  searches: z.int().nonnegative(),
  firstHit: z.boolean().nullable(),
  everHit: z.boolean().nullable(),
  /** Tokens of the policy's turns. */
  tokens: z.int().nonnegative(),
  /** Why it has no score; null where it has one. */
  failure: z.string().nullable(),
});

/** A `playedQuestion`. */
export type PlayedQuestion = Readonly<z.infer<typeof playedQuestion>>;

/** The played questions of a cell, a line each as soon as it has been played, so that a killed check goes on. */
export interface CellFile {
  readonly played: readonly PlayedQuestion[];
  append(played: PlayedQuestion): Promise<void>;
}

/**
 * Opens the file of a cell; a line that was cut short is thrown away.
 * @throws TwinZeroError `data` for another line that is none.
 */
export async function openCellFile(path: string): Promise<CellFile> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) await writeFileWhole(path, whole);
  const lines = whole.split('\n').filter((line) => line !== '');
  const mend = 'delete it, and play its questions again';
  const played = lines.map((line) => parseJson(line, playedQuestion, { where: path, mend }));
  await mkdir(dirname(path), { recursive: true });
  return { played, append: (one) => appendFile(path, `${JSON.stringify(one)}\n`) };
}
