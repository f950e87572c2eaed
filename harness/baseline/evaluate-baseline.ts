import { join, resolve } from 'node:path';
import { packageRoot } from '../core/package-root.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Split } from '../data/dataset.ts';
import { openKit, type Place, type RunConfig } from '../run/index.ts';
import type { Baseline, GivenSettings } from './baseline.ts';
import type { Bench } from './bench.ts';
import { leaderboardFolder } from './leaderboard.ts';
import { leaderboardLines, type LeaderboardLine } from './leaderboard-lines.ts';
import { isMadeFor, lossOf, playQuestions, policyFolder } from './make-row.ts';
import { planRow, type RowPlan } from './plan-row.ts';
import { type PlayedRow, scoredOf } from './row.ts';

/** One baseline to play on a bench. */
export interface BaselineRequest {
  readonly split: Split;
  readonly seed: number;
  /** In place of the bench's own for this baseline. */
  readonly settings: GivenSettings;
  /** Hugging Face folder of a policy that speaks its language; default the one its row of the leaderboard made. */
  readonly model?: string | undefined;
  readonly place: Place;
  /** Seconds of a clock that never goes back. */
  readonly now: () => number;
}

/** What a baseline scored, as a row and as a line of the table. */
export interface BaselineEvaluation {
  readonly row: PlayedRow;
  readonly line: LeaderboardLine;
}

/**
 * Plays the questions of a split by one baseline.
 * @throws TwinZeroError `configuration` for a baseline that has no policy yet or is not available on the engine, and as
 * `playQuestions`.
 */
export async function evaluateBaseline(
  baseline: Baseline,
  bench: Bench,
  request: BaselineRequest,
): Promise<BaselineEvaluation> {
  const { split, seed, settings, place, now } = request;
  const values = { ...bench.settings[baseline.id]?.values, ...settings };
  const changed = {
    ...bench,
    settings: { ...bench.settings, [baseline.id]: { values, reason: 'asked for' } },
  };
  const plan = await planRow(baseline, changed, bench.profiles.default);
  const policy = await policyFor(plan, bench, request);
  const kit = await openKit({ ...bench.config, seed, policy }, place);
  try {
    const start = now();
    const questions = split === 'dev' ? kit.dataset.dev : kit.dataset.heldOut;
    const judged = await playQuestions(kit, questions, { ...plan, seed });
    const row: PlayedRow = {
      schema: 1,
      id: baseline.id,
      hash: plan.hash,
      kind: 'played',
      settings: plan.settings,
      policy: 'base',
      plays: [{ seed, outcomes: judged.map((one) => scoredOf(one, lossOf(one))) }],
      seconds: { making: 0, playing: now() - start },
      commit: null,
      engine: kit.policy.profile.id,
    };
    const board = { bench, profile: 'default', reference: baseline.id, rows: [row], baselines: [baseline] };
    const [line] = leaderboardLines(board);
    if (line === undefined) throw new TwinZeroError('internal', `the row of ${baseline.id} has no line`);
    return { row, line };
  } finally {
    await kit.close();
  }
}

async function policyFor(
  { baseline, tuning, hash }: RowPlan,
  bench: Bench,
  { model, seed }: Pick<BaselineRequest, 'model' | 'seed'>,
): Promise<RunConfig['policy']> {
  if (model !== undefined) return { kind: 'embedded', folder: resolve(model) };
  const trains = baseline.train !== undefined;
  if (tuning === null && !trains) return bench.config.policy;
  const results = join(packageRoot(), 'results');
  const name = trains ? `${baseline.id}-s${seed}` : baseline.id;
  const made = policyFolder(leaderboardFolder(bench, { results, profile: 'default' }), name);
  if (await isMadeFor(made, hash)) return { kind: 'embedded', folder: made };
  throw new TwinZeroError(
    'configuration',
    `the policy of ${bench.id} ${trains ? 'has not been trained by' : 'does not speak the language of'} ${baseline.id}; ` +
      (trains
        ? `run \`twinzero reproduce baselines --arms ${baseline.id} --resume\``
        : `run \`twinzero pretrain --baseline ${baseline.id} --to DIR\` and give --model DIR`),
  );
}
