import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type EpisodeRow, isRight, readEpisodes, runFolders } from '../run/index.ts';

/** Which episodes are wanted; every one where nothing is said. */
export interface EpisodeChoice {
  readonly wrong?: boolean;
  /** Kind of the question. */
  readonly kind?: string;
  readonly arm?: string;
  readonly step?: number;
}

/** An episode and the name of its run, e.g. `rezero-s1`. */
export interface ChosenEpisode {
  readonly run: string;
  readonly row: EpisodeRow;
}

/**
 * The episodes of a run, or of all runs of a result folder, that a choice leaves; read as they are asked for.
 * @yields them run by run, in the order in which they were played
 * @throws TwinZeroError `data` where no run kept episodes, or a file is damaged.
 */
export async function* chosenEpisodes(folder: string, choice: EpisodeChoice): AsyncGenerator<ChosenEpisode> {
  for (const run of await keptRuns(folder, choice))
    for (const row of readEpisodes(join(run, file)))
      if (isChosen(row, choice)) yield { run: basename(resolve(run)), row };
}

const file = 'episodes.jsonl.gz';

async function keptRuns(folder: string, { arm }: EpisodeChoice): Promise<string[]> {
  const runs = existsSync(join(folder, file)) ? [folder] : await runFolders(folder);
  const kept = runs.filter((run) => existsSync(join(run, file)));
  if (kept.length === 0)
    throw new TwinZeroError(
      'data',
      `${folder} holds no ${file}, neither itself nor in a run below runs/; runs write it, and published results leave it out: train one, or name its folder`,
    );
  const chosen = kept.filter((run) => arm === undefined || armOf(run) === arm);
  if (chosen.length > 0) return chosen;
  const known = [...new Set(kept.map(armOf))].join(', ');
  throw new TwinZeroError('data', `${folder} holds no run of arm "${arm}"; its arms are ${known}`);
}

/** A run's folder is named `<arm>-s<seed>`. */
function armOf(run: string): string {
  return basename(resolve(run)).replace(/-s\d+$/u, '');
}

function isChosen(row: EpisodeRow, { wrong, kind, step }: EpisodeChoice): boolean {
  if (step !== undefined && row.step !== step) return false;
  if (kind !== undefined && row.question.kind !== kind) return false;
  return wrong !== true || isRight(row) === false;
}
