import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { episodeRow, moveAside, openEpisodeStore, type Place, withLock } from '../run/index.ts';
import type { Baseline } from './baseline.ts';
import { type Bench, defaultBench } from './bench.ts';
import { findBaselines } from './find-baselines.ts';
import type { Leaderboard } from './leaderboard-lines.ts';
import { writeLeaderboard } from './leaderboard-page.ts';
import { type MadeRow, makeRow } from './make-row.ts';
import { planRow, type RowPlan } from './plan-row.ts';
import { readRow, type Row } from './row.ts';

/** Choices of one leaderboard. */
export interface LeaderboardRequest {
  readonly profile: 'smoke' | 'default' | 'full';
  /** The folder that holds one folder for each result. */
  readonly results: string;
  /** Rows to make; default all. Others that are there and still current stay in the table. */
  readonly rows?: readonly string[] | undefined;
  /** Default those of the profile. */
  readonly seeds?: readonly number[] | undefined;
  /** The row that others are compared with; default the bench's. */
  readonly reference?: string | undefined;
  /** True to keep rows that are current; else earlier ones are moved aside. */
  readonly resume: boolean;
  readonly place: Place;
}

/** Callbacks of a leaderboard under way, and its clock. */
export interface LeaderboardHooks {
  /** Seconds of a clock that never goes back. */
  readonly now: () => number;
  /** Told in a sentence what goes on. */
  readonly note: (text: string) => void;
}

/** A leaderboard and the page it was written to. */
export interface Published {
  readonly board: Leaderboard;
  readonly page: string;
}

/** The folder of a leaderboard: `<results>/baselines/<profile>`, for a bench of another name `<results>/baselines/<bench>-<profile>`. */
export function leaderboardFolder(
  bench: Pick<Bench, 'id'>,
  { results, profile }: Pick<LeaderboardRequest, 'results' | 'profile'>,
): string {
  return join(results, 'baselines', bench.id === defaultBench ? profile : `${bench.id}-${profile}`);
}

/**
 * Makes every row that is missing or stale, then writes the table and the plot.
 * @throws TwinZeroError `configuration` for an unknown row, or while another process writes there; of a row's own kind where
 * it can't be made: the rows before it stay.
 */
export async function makeLeaderboard(
  bench: Bench,
  request: LeaderboardRequest,
  hooks: LeaderboardHooks,
): Promise<Published> {
  const folder = leaderboardFolder(bench, request);
  const profile = bench.profiles[request.profile];
  const chosen = { ...profile, ...(request.seeds !== undefined && { seeds: request.seeds }) };
  const baselines = await findBaselines();
  const wanted = request.rows ?? baselines.map(({ id }) => id);
  for (const id of wanted) requireKnown(id, baselines);
  requireKnown(request.reference ?? bench.reference, baselines);
  return withLock(folder, async () => {
    const earlier = request.resume ? null : await moveAside(folder);
    if (earlier !== null) hooks.note(`earlier results moved to ${earlier}`);
    const rows: Row[] = [];
    for (const baseline of baselines) {
      const plan = await planRow(baseline, bench, chosen);
      const row = await currentRow(plan, { folder, request, hooks, make: wanted.includes(baseline.id) });
      if (row !== null) rows.push(row);
    }
    const reference = request.reference ?? bench.reference;
    const board = { bench, profile: request.profile, reference, rows, baselines };
    await writeLeaderboard(folder, board);
    return { board, page: join(folder, 'README.md') };
  });
}

function requireKnown(id: string, baselines: readonly Baseline[]): void {
  if (baselines.some((baseline) => baseline.id === id)) return;
  const known = baselines.map((baseline) => baseline.id).join(', ');
  throw new TwinZeroError('configuration', `there is no baseline "${id}"; known: ${known}`);
}

interface RowMaking {
  readonly folder: string;
  readonly request: LeaderboardRequest;
  readonly hooks: LeaderboardHooks;
  readonly make: boolean;
}

/** The row of a plan as it lies there, or made now; null for one that is not current and not asked for. */
async function currentRow(plan: RowPlan, { folder, request, hooks, make }: RowMaking): Promise<Row | null> {
  const { id } = plan.baseline;
  const place = join(folder, 'rows', id);
  const path = join(place, 'row.json');
  const stored = await readRow(path);
  if (stored?.hash === plan.hash) {
    hooks.note(`${id}: kept`);
    return stored;
  }
  if (!make) return null;
  hooks.note(`${id}: ${stored === null ? 'new' : 'stale, made again'}`);
  const onStep = (step: number, steps: number): void => {
    if (step % 20 === 0 || step === steps) hooks.note(`${id}: step ${step}/${steps}`);
  };
  const made = await makeRow(plan, { folder, place: request.place, now: hooks.now, onStep });
  await storeEpisodes(join(place, 'episodes.jsonl.gz'), made);
  await writeFileWhole(path, `${JSON.stringify(made.row, null, 1)}\n`);
  return made.row;
}

/** The episodes of all seeds, as a run stores them. */
async function storeEpisodes(path: string, { judged }: MadeRow): Promise<void> {
  if (judged.length === 0) return;
  await mkdir(dirname(path), { recursive: true });
  const store = await openEpisodeStore(path, 'empty');
  try {
    const scores = { step: 0, rewards: {}, advantage: null };
    await store.append(judged.map(({ episode }) => episodeRow(episode, scores)));
  } finally {
    await store.close();
  }
}
