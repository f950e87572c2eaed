import { join } from 'node:path';
import { z } from 'zod';
import { containsWords } from '../../harness/core/answer-match.ts';
import { sha256 } from '../../harness/core/canonical-json.ts';
import { parseJson } from '../../harness/core/parse-json.ts';
import type { LocatedQuestion } from '../../harness/core/question.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { type Dataset, type HeldOut, holdOut } from '../../harness/data/dataset.ts';
import { readPinnedFile } from '../../harness/data/pinned-file.ts';
import { type Located, readJsonLines, requireUnique } from '../../harness/data/read-json-lines.ts';
import { meridianFolder, meridianManifest } from './meridian-files.ts';

const text = z.string().min(1);
const chunkRow = z.strictObject({ id: text, text });
const questionRow = z.strictObject({
  id: text,
  question: text,
  answers: z.tuple([text], text),
  goldChunkId: text,
  chunkIds: z.array(text).min(1),
  kind: text,
  answerType: z.enum(['officer', 'cause', 'locker']),
});
const splitFile = z.strictObject({ train: z.array(text), dev: z.array(text), heldOut: z.array(text) });
const mend = 'run `twinzero data generate meridian` to write it anew';

/**
 * The shipped Meridian archive, or a world that `writeMeridian` put in another folder.
 * @throws TwinZeroError `data` when a file is missing, not the one the manifest pins, or broken.
 */
export async function loadMeridian(folder: string = meridianFolder()): Promise<Dataset> {
  const manifestPath = join(folder, 'manifest.json');
  const manifestText = await readPinnedFile(manifestPath, { mend });
  const { files } = parseJson(manifestText, meridianManifest, { where: manifestPath, mend });
  const pin = (name: keyof typeof files): { sha256: string; mend: string } => ({ sha256: files[name], mend });
  const chunks = await readJsonLines(join(folder, 'chunks.jsonl'), chunkRow, pin('chunks.jsonl'));
  const questions = await readJsonLines(join(folder, 'questions.jsonl'), questionRow, pin('questions.jsonl'));
  requireUnique(chunks, 'id', ({ id }) => id);
  requireUnique(questions, 'id', ({ id }) => id);
  const texts = new Map(chunks.map(({ value }) => [value.id, value.text]));
  for (const question of questions) requireAnswerInChunk(question, texts);
  const splitPath = join(folder, 'split.json');
  const split = parseJson(await readPinnedFile(splitPath, pin('split.json')), splitFile, {
    where: splitPath,
    mend,
  });
  const part = (chunkIds: readonly string[]): LocatedQuestion[] =>
    questions.map(({ value }) => value).filter(({ goldChunkId }) => chunkIds.includes(goldChunkId));
  const heldOut = (chunkIds: readonly string[]): HeldOut<LocatedQuestion>[] => part(chunkIds).map(holdOut);
  return {
    id: 'meridian',
    chunks: chunks.map(({ value }) => value),
    train: part(split.train),
    dev: heldOut(split.dev),
    heldOut: heldOut(split.heldOut),
    hashes: { ...files, 'manifest.json': sha256(manifestText) },
  };
}

function requireAnswerInChunk(
  { value, at }: Located<LocatedQuestion>,
  texts: ReadonlyMap<string, string>,
): void {
  const missing = [value.goldChunkId, ...value.chunkIds].find((id) => !texts.has(id));
  if (missing !== undefined)
    throw new TwinZeroError('data', `${at}: question ${value.id} needs chunk ${missing}, which is not there`);
  if (value.chunkIds.at(-1) !== value.goldChunkId)
    throw new TwinZeroError(
      'data',
      `${at}: the last of the chunks of ${value.id} must be ${value.goldChunkId}`,
    );
  if (!containsWords(texts.get(value.goldChunkId) ?? '', value.answers[0]))
    throw new TwinZeroError(
      'data',
      `${at}: the answer "${value.answers[0]}" is not in chunk ${value.goldChunkId}`,
    );
}
