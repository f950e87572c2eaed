import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileHash } from '../../core/file-hash.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { writeFileWhole } from '../../core/write-file-whole.ts';
import { faultOf } from '../models/download-file.ts';
import {
  fetchPlanned,
  type FetchRequest,
  type FetchedModelFile,
  planFetch,
  type Planned,
} from '../models/fetch-model.ts';
import type { Fetchable } from '../models/model-manifest.ts';
import { parquetRows } from '../read-parquet.ts';
import { readTable } from '../read-table.ts';
import { type FetchRecord, type HubSet, readFetchRecord, recordPath } from './hub-set.ts';

/** A set to fetch. */
export interface HubSetRequest extends Omit<FetchRequest, 'file'> {
  /** Another commit than the manifest's, whose row counts are recorded and not required. */
  readonly revision?: string | undefined;
}

/** The record of a fetch and how each file came into place. */
export interface FetchedHubSet {
  readonly record: FetchRecord;
  readonly files: readonly FetchedModelFile[];
}

/**
 * Puts the files of a set into place, going on where an earlier fetch ended, counts their rows and writes down commit, sizes,
 * hashes and counts beside them (`fetched.json`). Where no commit is pinned, later fetches take the one recorded.
 * @throws TwinZeroError `data` where the hub can't be used, in one sentence with every address and the folder; for a file
 * that is another one than pinned, recorded or listed, or has another number of rows.
 */
export async function fetchHubSet(set: HubSet, request: HubSetRequest): Promise<FetchedHubSet> {
  const { folder } = request;
  const before = await readFetchRecord(folder);
  const fetchable = wanted(set, { before, revision: request.revision });
  const plan = await planFetch(fetchable, request);
  const files =
    plan.unreachable !== null && request.from === undefined
      ? await inPlace(plan, request)
      : await fetchPlanned(plan, fetchable, request);
  const record: FetchRecord = {
    schema: 1,
    repository: set.repository,
    commit: plan.unreachable === null ? plan.commit : fetchable.revision,
    files: {},
  };
  const exact = request.revision === undefined || request.revision === set.revision;
  for (const { name, rows: known } of set.files) {
    const path = join(folder, name);
    const rows = await countRows(path);
    if (exact && known !== null && rows !== known)
      throw new TwinZeroError(
        'data',
        `${path} has ${rows} rows where ${known} are known; fetch it again, or name its commit with --revision`,
      );
    const { size: bytes } = await stat(path);
    record.files[name] = { bytes, sha256: await fileHash(path), rows };
  }
  await writeFileWhole(recordPath(folder), `${JSON.stringify(record, null, 2)}\n`);
  return { record, files };
}

function wanted(
  { id, repository, files, revision: pinned }: HubSet,
  { before, revision }: { readonly before: FetchRecord | null; readonly revision: string | undefined },
): Fetchable {
  const commit = revision ?? pinned ?? before?.commit ?? null;
  // A record of the same commit is as good as a pin.
  const recorded = before !== null && before.commit === commit ? before.files : {};
  return {
    id,
    repository,
    holds: 'datasets',
    revision: commit,
    files: files.map(({ name, sha256 }) => ({
      name,
      take: 'all',
      bytes: recorded[name]?.bytes ?? null,
      sha256: revision === undefined ? (sha256 ?? recorded[name]?.sha256 ?? null) : null,
    })),
  };
}

/** The files as someone put them there, where the hub can't be used. */
async function inPlace(
  { files, unreachable }: Planned,
  { hub, folder }: HubSetRequest,
): Promise<FetchedModelFile[]> {
  const there = await Promise.all(
    files.map(async (file) => {
      const found = await stat(file.path).catch(() => null);
      return found?.isFile() === true && (await faultOf(file.path, file)) === null;
    }),
  );
  const lacking = files.filter((_, i) => there[i] !== true);
  if (lacking.length === 0)
    return files.map(({ path, check }) => ({ path, status: 'already there', checked: check !== null }));
  const moves = lacking.map(({ url, path }) => `${url} to ${path}`);
  throw new TwinZeroError(
    'data',
    `${new URL(hub.address).host} cannot be used (${unreachable}): download ${moves.join(', ')} where it can be reached, and run the same command again, or give ${lacking.length === 1 ? 'the file' : 'a folder like ' + folder} by --from`,
  );
}

async function countRows(path: string): Promise<number> {
  if (path.endsWith('.parquet')) return parquetRows(path);
  let rows = 0;
  for await (const row of readTable(path)) {
    if ('fault' in row) throw row.fault;
    rows += 1;
  }
  return rows;
}
