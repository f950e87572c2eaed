import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keptFolder } from '../../core/kept-folder.ts';
import { packageRoot } from '../../core/package-root.ts';
import { parseJson } from '../../core/parse-json.ts';
import { filePath } from '../models/model-manifest.ts';
import { readPinnedFile } from '../pinned-file.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u, 'expected 64 lower-case hex digits');
const count = z.int().nonnegative();

/** A file of the repository. */
const file = z.strictObject({
  name: filePath,
  /** Null where it is not known here; the first fetch then records it. */
  rows: count.nullable(),
  /** Null where it is not known here; the hub's listing of the commit then says it. */
  sha256: sha256.nullable().default(null),
});

const manifest = z.strictObject({
  schema: z.literal(1),
  id: z.string(),
  title: z.string(),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/u, 'expected <owner>/<name>'),
  /** Commit of the hub; null where none is known in full: the first fetch then records the newest. */
  revision: z
    .string()
    .regex(/^[0-9a-f]{40}$/u, 'expected a full commit')
    .nullable(),
  /** Null where none is known. */
  licence: z.string().nullable(),
  files: z.array(file).min(1),
  /** `questions`: rows with `question` and `golden_answers`; `examples`: for tuning a simulator, no questions. */
  holds: z.enum(['questions', 'examples']),
  /** The file that trains; null for none. */
  train: filePath.nullable(),
  /** Rows from the top of a file that choose a step; null for none. */
  dev: z.strictObject({ file: filePath, first: count }).nullable(),
  /** The file that is held out. */
  heldOut: filePath.nullable(),
  /** Parts of the held-out file by name: so many rows from its top. */
  variants: z.record(z.string().regex(/^[a-z0-9-]+$/u), z.int().positive()),
  /** Sources, one fact each. */
  notes: z.array(z.string()),
});

/** A data set of a hub: what there is, at which commit, and which file is which part. */
export type HubSet = z.infer<typeof manifest>;

const record = z.strictObject({
  schema: z.literal(1),
  repository: z.string(),
  /** Null where the files came from a folder and the hub could not be asked. */
  commit: z.string().nullable(),
  files: z.record(z.string(), z.strictObject({ bytes: count, sha256, rows: count })),
});

/** What a fetch brought. */
export type FetchRecord = z.infer<typeof record>;

/** Reads `data/<id>/manifest.json` of the package, or another manifest. */
export async function readHubSet(
  id: string,
  path: string = join(packageRoot(), 'data', id, 'manifest.json'),
): Promise<HubSet> {
  return parseJson(await readPinnedFile(path), manifest, { where: path });
}

/** Folder of a fetched set: `<TWINZERO_DATA>/<id>`, else `data/<id>/files` of what is kept. */
export function hubSetFolder(id: string): string {
  const own = process.env['TWINZERO_DATA'];
  return own === undefined ? keptFolder(join('data', id, 'files')) : join(own, id);
}

/** Path of the record of a fetch. */
export function recordPath(folder: string): string {
  return join(folder, 'fetched.json');
}

/**
 * The record of the fetch into a folder; null where nothing was fetched.
 * @throws TwinZeroError `data` for a broken record.
 */
export async function readFetchRecord(folder: string): Promise<FetchRecord | null> {
  const path = recordPath(folder);
  return existsSync(path)
    ? parseJson(await readPinnedFile(path), record, { where: path, mend: 'delete it and fetch again' })
    : null;
}
