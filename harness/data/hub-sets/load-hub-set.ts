import { join } from 'node:path';
import { z } from 'zod';
import { fileHash } from '../../core/file-hash.ts';
import { checkValue, rowId } from '../../core/parse-json.ts';
import type { Question } from '../../core/question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { type Dataset, holdOut } from '../dataset.ts';
import { readTable } from '../read-table.ts';
import { type FetchRecord, type HubSet, readFetchRecord } from './hub-set.ts';

/** Columns that a row of questions has beside `id`, as FlashRAG and Search-R1 write it; others are not read. */
const questionRow = z.object({
  id: rowId,
  question: z.string().min(1),
  golden_answers: z.array(z.union([z.string(), z.number()])).min(1),
  /** Set that the row is from, in a file that merges several. */
  data_source: z.string().nullish(),
});

/** Place of the files and the part of the held-out file. */
export interface HubSetChoice {
  readonly folder: string;
  readonly variant?: string | undefined;
}

/**
 * Loads a fetched set. It has no corpus: its questions are searched for on the web, by a simulator, or in a corpus that one
 * gives. Ids are the file's own, behind the set's name in a file that merges several, e.g. `nq/test_0`.
 * @throws TwinZeroError `data` for a set that was not fetched or holds no questions, for a file that is no longer the one
 * fetched, and with file and line for a row without a question or answer, or an id given twice.
 */
export async function loadHubSet(set: HubSet, { folder, variant }: HubSetChoice): Promise<Dataset> {
  const record = await readFetchRecord(folder);
  if (record === null)
    throw new TwinZeroError('data', `${set.id} is not in ${folder}; run \`twinzero data fetch ${set.id}\``);
  if (set.holds !== 'questions' || set.heldOut === null)
    throw new TwinZeroError(
      'data',
      `${set.id} holds examples for tuning a simulator and no questions; choose a set of questions`,
    );
  const hashes = await fetchedHashes(set, { folder, record });
  const seen = new Map<string, string>();
  const part = async (name: string | null, first = Infinity): Promise<Question[]> =>
    name === null ? [] : questionsOf(join(folder, name), { first, seen });
  const most = variant === undefined ? Infinity : set.variants[variant];
  return {
    id: variant === undefined ? set.id : `${set.id}:${variant}`,
    chunks: [],
    train: await part(set.train),
    dev: (await part(set.dev?.file ?? null, set.dev?.first)).map((one) => holdOut(one)),
    heldOut: (await part(set.heldOut, most)).map((one) => holdOut(one)),
    hashes,
  };
}

async function fetchedHashes(
  { id, train, dev, heldOut }: HubSet,
  { folder, record }: { readonly folder: string; readonly record: FetchRecord },
): Promise<Record<string, string>> {
  const names = [train, dev?.file ?? null, heldOut].filter((name) => name !== null);
  const hashes: Record<string, string> = {};
  for (const name of new Set(names)) {
    const path = join(folder, name);
    const actual = await fileHash(path);
    const fetched = record.files[name]?.sha256;
    if (actual !== fetched)
      throw new TwinZeroError(
        'data',
        `${path} has sha256 ${actual} where ${fetched ?? 'nothing'} was recorded when it was fetched; run \`twinzero data fetch ${id}\` again`,
      );
    hashes[name] = actual;
  }
  return hashes;
}

interface Reading {
  /** Rows from the top. */
  readonly first: number;
  /** Place of every id so far. */
  readonly seen: Map<string, string>;
}

async function questionsOf(path: string, { first, seen }: Reading): Promise<Question[]> {
  const columns = { columns: ['id', 'question', 'golden_answers'], optional: ['data_source'] };
  const questions: Question[] = [];
  for await (const row of readTable(path, columns)) {
    if (questions.length >= first) break;
    if ('fault' in row) throw row.fault;
    const question = questionOf(row.row, row.at);
    const before = seen.get(question.id);
    if (before !== undefined)
      throw new TwinZeroError('data', `${row.at}: the id "${question.id}" is already that of ${before}`);
    seen.set(question.id, row.at);
    questions.push(question);
  }
  return questions;
}

function questionOf(row: unknown, at: string): Question {
  const {
    id,
    question,
    golden_answers: golds,
    data_source: source,
  } = checkValue(row, questionRow, { where: at });
  const [answer, ...aliases] = golds.map(String).filter((gold) => gold.trim() !== '');
  if (answer === undefined)
    throw new TwinZeroError('data', `${at}: every answer in "golden_answers" is empty; give one`);
  return {
    id: source ? `${source}/${id}` : String(id),
    question,
    answers: [answer, ...aliases],
    goldChunkId: null,
    chunkIds: [],
    kind: source ?? 'unlabelled',
    answerType: 'unlabelled',
  };
}
