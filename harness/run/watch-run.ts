import { existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type EpisodeRow, parseEpisodeRows } from './episode-rows.ts';
import { gzipMembers } from './gzip-members.ts';
import { hasEnded, readRun, type Run } from './read-run.ts';
import { runFolders } from './run-folder.ts';

/** A run as its files stand. */
export interface WatchedRun {
  readonly run: Run;
  /** Episodes of the newest step; none before the first. */
  readonly episodes: readonly EpisodeRow[];
}

/** How a run is watched. */
export interface WatchOptions {
  /** Between two looks at the files. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

const files = ['run.json', 'metrics.csv', 'evaluations.jsonl', 'episodes.jsonl.gz'] as const;

/**
 * Watches a run folder that another process writes.
 * @yields the run at once and whenever its files have changed, the last time when it has ended; nothing more after
 * `signal`.
 * @throws TwinZeroError `data` for a folder that is no run's, or a file that is broken though nobody writes to it.
 */
export async function* watchRun(
  folder: string,
  { everyMs, signal }: WatchOptions,
): AsyncGenerator<WatchedRun, void> {
  await requireRunFolder(folder);
  let read = '';
  let tried = '';
  const newest = newestEpisodes(join(folder, 'episodes.jsonl.gz'));
  while (!signal.aborted) {
    const state = await stateOf(folder);
    if (state !== read) {
      const run = await readUnlessWritten(folder, state === tried);
      tried = state;
      if (run !== null) {
        yield { run, episodes: await newest() };
        if (hasEnded(run)) return;
        read = state;
      }
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function requireRunFolder(folder: string): Promise<void> {
  if (files.some((name) => existsSync(join(folder, name)))) return;
  const runs = (await runFolders(folder)).map((path) => basename(path));
  const mend =
    runs.length === 0
      ? 'name the folder of a run, below runs/ of a result'
      : `name one of its runs, e.g. ${join(folder, 'runs', runs[0] ?? '')}`;
  throw new TwinZeroError('data', `${folder} is not the folder of a run; ${mend}`);
}

/** Lengths and times of the files of a run, as one text. */
async function stateOf(folder: string): Promise<string> {
  const all = await Promise.all(
    files.map((name) =>
      stat(join(folder, name)).then(
        ({ size, mtimeMs }) => `${size}@${mtimeMs}`,
        () => 'absent',
      ),
    ),
  );
  return all.join(' ');
}

/** The run; null where a row is just being written, which the next look finds whole. */
async function readUnlessWritten(folder: string, settled: boolean): Promise<Run | null> {
  if (!existsSync(join(folder, 'run.json'))) return null;
  try {
    return await readRun(folder);
  } catch (error) {
    if (settled || !(error instanceof TwinZeroError) || error.kind !== 'data') throw error;
    return null;
  }
}

/** Reads the last batch of a growing file; what was read before is passed over. */
function newestEpisodes(file: string): () => Promise<readonly EpisodeRow[]> {
  let end = 0;
  let rows: readonly EpisodeRow[] = [];
  return async () => {
    if (!existsSync(file)) return rows;
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      // A resumed run cuts its files.
      if (size < end) [end, rows] = [0, []];
      const bytes = Buffer.alloc(size - end);
      await handle.read(bytes, 0, bytes.length, end);
      const members = [...gzipMembers(bytes, file)];
      const last = members.at(-1);
      if (last !== undefined) {
        rows = parseEpisodeRows(last.text, { file, firstLine: last.firstLine });
        end += last.end;
      }
      return rows;
    } finally {
      await handle.close();
    }
  };
}
