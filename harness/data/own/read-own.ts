import { containsWords } from '../../core/answer-match.ts';
import { fileHash } from '../../core/file-hash.ts';
import type { Chunk } from '../../core/question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { type Dataset, holdOut } from '../dataset.ts';
import { type Located, requireUnique } from '../read-json-lines.ts';
import { readTable } from '../read-table.ts';
import { ownName, type OwnPair } from './own-files.ts';
import { chunkOf, type OwnQuestion, questionOf } from './own-rows.ts';
import { splitQuestions } from './split-questions.ts';

/** One's own data as it was read. */
export interface OwnReading {
  /** Null where there are faults. */
  readonly dataset: Dataset | null;
  /** What keeps it from being used, a sentence each with file and line. */
  readonly faults: readonly string[];
  /** What is worth knowing and keeps it from nothing. */
  readonly notes: readonly string[];
}

/** Reads corpus and questions to the end and says all that is wrong with them. */
export async function readOwn({ corpus, questions }: OwnPair): Promise<OwnReading> {
  const faults: string[] = [];
  const notes: string[] = [];
  const chunks = await rowsOf(corpus, chunkOf, faults);
  const rows = await rowsOf(questions, questionOf, faults);
  noteFault(faults, () => requireUnique(chunks, 'id', ({ id }) => id));
  noteFault(faults, () => requireUnique(rows, 'id', ({ question }) => question.id));
  faults.push(...missingChunks(chunks, rows), ...splitFaults(questions, rows));
  if (faults.length > 0) return { dataset: null, faults, notes };
  notes.push(...answersElsewhere(chunks, rows));
  const parts = splitQuestions(rows.map(({ value }) => value));
  if (rows[0]?.value.split === null)
    notes.push(
      `${questions} has no column "split", so a fifth of the questions is held out and a tenth is for choosing a step, the same ones each time`,
    );
  for (const part of ['train', 'heldOut'] as const)
    if (parts[part].length === 0)
      faults.push(
        `${questions} leaves no question to ${part === 'train' ? 'train on' : 'hold out'}; add some`,
      );
  if (faults.length > 0) return { dataset: null, faults, notes };
  const dataset = {
    id: ownName,
    chunks: chunks.map(({ value }) => value),
    train: parts.train,
    dev: parts.dev.map((one) => holdOut(one)),
    heldOut: parts.heldOut.map((one) => holdOut(one)),
    hashes: { corpus: await fileHash(corpus), questions: await fileHash(questions) },
  };
  return { dataset, faults, notes };
}

/**
 * The chunks of a corpus file.
 * @throws TwinZeroError `data` at its first fault.
 */
export async function readCorpus(path: string): Promise<readonly Chunk[]> {
  const faults: string[] = [];
  const chunks = await rowsOf(path, chunkOf, faults);
  noteFault(faults, () => requireUnique(chunks, 'id', ({ id }) => id));
  if (faults[0] !== undefined) throw new TwinZeroError('data', faults[0]);
  return chunks.map(({ value }) => value);
}

async function rowsOf<Row>(
  path: string,
  read: (row: unknown, at: string) => Row,
  faults: string[],
): Promise<Located<Row>[]> {
  const rows: Located<Row>[] = [];
  const before = faults.length;
  try {
    for await (const line of readTable(path)) {
      if ('fault' in line) faults.push(line.fault.message);
      else noteFault(faults, () => void rows.push({ value: read(line.row, line.at), at: line.at }));
    }
  } catch (error) {
    if (!(error instanceof TwinZeroError)) throw error;
    faults.push(error.message);
  }
  if (rows.length === 0 && faults.length === before) faults.push(`${path} has no rows; put one on each line`);
  return rows;
}

function noteFault(faults: string[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof TwinZeroError)) throw error;
    faults.push(error.message);
  }
}

function missingChunks(chunks: readonly Located<Chunk>[], rows: readonly Located<OwnQuestion>[]): string[] {
  const ids = new Set(chunks.map(({ value }) => value.id));
  return rows.flatMap(({ value: { question }, at }) => {
    const needed = [...question.chunkIds, ...(question.goldChunkId === null ? [] : [question.goldChunkId])];
    const missing = needed.find((id) => !ids.has(id));
    return missing === undefined ? [] : [`${at}: no chunk of the corpus has the id "${missing}"`];
  });
}

function splitFaults(path: string, rows: readonly Located<OwnQuestion>[]): string[] {
  const without = rows.filter(({ value }) => value.split === null);
  const [first] = without;
  return first === undefined || without.length === rows.length
    ? []
    : [`${first.at}: no "split", while other rows of ${path} have one; give it in all rows or in none`];
}

/** Gold chunks without the answer: it may be put in other words there, so this is no fault. */
function answersElsewhere(
  chunks: readonly Located<Chunk>[],
  rows: readonly Located<OwnQuestion>[],
): string[] {
  const texts = new Map(chunks.map(({ value }) => [value.id, value.text]));
  const elsewhere = rows.filter(({ value: { question } }) => {
    const gold = question.goldChunkId === null ? undefined : texts.get(question.goldChunkId);
    return gold !== undefined && question.answers.every((answer) => !containsWords(gold, answer));
  });
  const [first] = elsewhere;
  return first === undefined
    ? []
    : [
        `${elsewhere.length} questions have no answer in their gold chunk in its own words, the first at ${first.at}`,
      ];
}
