import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { QuestionOutcome } from '../evaluate/question-outcome.ts';
import type { EpisodeRow } from '../rollout/episode-row.ts';
import { openEpisodeStore } from '../rollout/episode-store.ts';
import { openAppendFile } from './append-file.ts';
import { metricsHeader, metricsLine, type StepMetrics } from './metrics-row.ts';

const bytes = z.number().int().nonnegative();

/** Lengths in bytes of the three files a run appends to, as a checkpoint stores them. */
export const fileLengths = z.strictObject({ metrics: bytes, evaluations: bytes, episodes: bytes });

/** Lengths in bytes of the three files a run appends to. */
export type FileLengths = z.output<typeof fileLengths>;

/** One line of evaluations.jsonl; step 0 is the base policy. */
export interface EvaluationRow {
  readonly step: number;
  readonly split: 'held-out' | 'dev';
  readonly outcomes: readonly QuestionOutcome[];
}

/** The growing files of a run folder; calls must not overlap. */
export interface RunFiles {
  readonly lengths: FileLengths;
  appendStep(metrics: StepMetrics, episodes: readonly EpisodeRow[]): Promise<void>;
  appendEvaluation(row: EvaluationRow): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens metrics.csv, evaluations.jsonl and episodes.jsonl.gz in `folder`, cut to `start`.
 * @param options `parts` are the reward parts that have a column.
 * @throws TwinZeroError `data` when a file is shorter than `start` says.
 */
export async function openRunFiles(
  folder: string,
  options: { readonly start: FileLengths; readonly parts: readonly string[] },
): Promise<RunFiles> {
  const { start, parts } = options;
  await mkdir(folder, { recursive: true });
  const metrics = await openAppendFile(join(folder, 'metrics.csv'), start.metrics);
  const evaluations = await openAppendFile(join(folder, 'evaluations.jsonl'), start.evaluations);
  const episodes = await openEpisodeStore(
    join(folder, 'episodes.jsonl.gz'),
    start.episodes === 0 ? 'empty' : { bytes: start.episodes },
  );
  if (start.metrics === 0) await metrics.append(metricsHeader(parts));
  return {
    get lengths(): FileLengths {
      return { metrics: metrics.bytes, evaluations: evaluations.bytes, episodes: episodes.bytes };
    },
    async appendStep(row, played) {
      await episodes.append(played);
      await metrics.append(metricsLine(parts, row));
    },
    appendEvaluation: ({ step, split, outcomes }) =>
      evaluations.append(`${JSON.stringify({ step, split, outcomes })}\n`),
    async close() {
      await Promise.all([metrics.close(), evaluations.close(), episodes.close()]);
    },
  };
}
