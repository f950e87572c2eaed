import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openParts } from '../core/open-whole.ts';
import { accessing } from '../core/system-refusal.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { EpisodeRow } from './episode-rows.ts';
import { openEpisodeStore } from './episode-store.ts';
import type { Evaluation } from './evaluation-row.ts';
import { metricsHeader, metricsLine, type OptionalColumns, type StepMetrics } from './metrics-row.ts';

/** A text file that only grows. */
export interface AppendFile {
  /** Its length. */
  readonly bytes: number;
  /**
   * Adds `text`, on the disk when the promise resolves; calls must not overlap.
   * @throws TwinZeroError `data` naming the path where the operating system refuses.
   */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens `path` for writing after its first `start` bytes and throws the rest away.
 * @throws TwinZeroError `data` when the file is shorter than that.
 */
export async function openAppendFile(path: string, start: number): Promise<AppendFile> {
  const handle = await open(path, 'a+');
  const { size } = await handle.stat();
  if (size < start) {
    await handle.close();
    throw new TwinZeroError(
      'data',
      `${path} has ${size} bytes but the checkpoint was made at ${start}; restore the file, or delete the newest folder in checkpoints/`,
    );
  }
  if (size > start) await handle.truncate(start);
  let bytes = start;
  return {
    get bytes(): number {
      return bytes;
    },
    async append(text) {
      await accessing({ path, doing: 'written' }, 'data', async () => {
        await handle.appendFile(text);
        await handle.datasync();
      });
      bytes += Buffer.byteLength(text);
    },
    close: () => handle.close(),
  };
}

const bytes = z.number().int().nonnegative();

/** Lengths in bytes of the three files a run appends to. */
export const fileLengths = z.strictObject({ metrics: bytes, evaluations: bytes, episodes: bytes });

/** A `fileLengths`. */
export type FileLengths = z.infer<typeof fileLengths>;

/** The growing files of a run folder; calls must not overlap. */
export interface RunFiles {
  readonly lengths: FileLengths;
  appendEpisodes(episodes: readonly EpisodeRow[]): Promise<void>;
  appendMetrics(metrics: StepMetrics): Promise<void>;
  appendEvaluation(row: Evaluation): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens metrics.csv, evaluations.jsonl and episodes.jsonl.gz in `folder`, cut to `start`.
 * @param options `parts` are the reward parts that have a column; a run with a critic has columns for it.
 * @throws TwinZeroError `data` when a file is shorter than `start` says.
 */
export async function openRunFiles(
  folder: string,
  options: { readonly start: FileLengths; readonly parts: readonly string[] } & OptionalColumns,
): Promise<RunFiles> {
  const { start, parts, ...columns } = options;
  await mkdir(folder, { recursive: true });
  return openParts(async (keep) => {
    const episodesStart = start.episodes === 0 ? 'empty' : { bytes: start.episodes };
    const metrics = await keep(openAppendFile(join(folder, 'metrics.csv'), start.metrics));
    const evaluations = await keep(openAppendFile(join(folder, 'evaluations.jsonl'), start.evaluations));
    const episodes = await keep(openEpisodeStore(join(folder, 'episodes.jsonl.gz'), episodesStart));
    if (start.metrics === 0) await metrics.append(metricsHeader(parts, columns));
    return {
      get lengths(): FileLengths {
        return { metrics: metrics.bytes, evaluations: evaluations.bytes, episodes: episodes.bytes };
      },
      appendEpisodes: (played) => episodes.append(played),
      appendMetrics: (row) => metrics.append(metricsLine(parts, row)),
      appendEvaluation: ({ step, split, outcomes }) =>
        evaluations.append(`${JSON.stringify({ step, split, outcomes })}\n`),
    };
  });
}
