import { ownResults, publishedResults } from '../core/result-folders.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Split } from '../data/dataset.ts';
import { policyName, type Spending } from '../engine/index.ts';
import { openKit, type Place, playedConfig, type Players, type RunConfig } from '../run/index.ts';
import type { Baseline, GivenSettings } from './baseline.ts';
import type { Bench } from './bench.ts';
import { leaderboardFolder } from './leaderboard.ts';
import { leaderboardLines, type LeaderboardLine } from './leaderboard-lines.ts';
import { isMadeFor, lossOf, playQuestions, policyFolder } from './make-row.ts';
import { planRow, type RowPlan } from './plan-row.ts';
import { type PlayedRow, scoredOf } from './row.ts';

/**
 * One baseline to play on a bench, and the models that play it. The policy is by default the one that the baseline's row of
 * the leaderboard made; one that is named is played as it is.
 */
export interface BaselineRequest extends Players {
  readonly split: Split;
  readonly seed: number;
  /** In place of the bench's own for this baseline. */
  readonly settings: GivenSettings;
  readonly place: Place;
  /** Seconds of a clock that never goes back. */
  readonly now: () => number;
}

/** What a baseline scored, as a row and as a line of the table. */
export interface BaselineEvaluation {
  readonly row: PlayedRow;
  readonly line: LeaderboardLine;
  /** Name of the policy that answered. */
  readonly model: string;
  /** Requests of a served policy and what they cost; absent for one of this machine. */
  readonly spending?: Spending;
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
  const { split, seed, settings, place, now, ...players } = request;
  const values = { ...bench.settings[baseline.id]?.values, ...settings };
  const changed = {
    ...bench,
    settings: { ...bench.settings, [baseline.id]: { values, reason: 'asked for' } },
  };
  const own = await planRow(baseline, changed, bench.profiles.default);
  const isNamed = players.policy !== undefined || players.model !== undefined;
  const base = isNamed ? bench.config : { ...bench.config, policy: await ownPolicy(own, bench, seed) };
  const config = playedConfig(base, players);
  // Another policy or judge makes another row.
  const isOwn = Object.values(players).every((player) => player === undefined);
  const plan = isOwn ? own : await planRow(baseline, { ...changed, config }, bench.profiles.default);
  const kit = await openKit({ ...config, seed }, place);
  try {
    const start = now();
    const questions = split === 'dev' ? kit.dataset.dev : kit.dataset.heldOut;
    const judged = await playQuestions(kit, questions, { ...plan, seed, given: isNamed });
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
    const spending = kit.policy.spending?.();
    return { row, line, model: policyName(config.policy), ...(spending !== undefined && { spending }) };
  } finally {
    await kit.close();
  }
}

async function ownPolicy(
  { baseline, tuning, hash }: RowPlan,
  bench: Bench,
  seed: number,
): Promise<RunConfig['policy']> {
  const trains = baseline.train !== undefined;
  if (tuning === null && !trains) return bench.config.policy;
  const name = trains ? `${baseline.id}-s${seed}` : baseline.id;
  for (const results of [ownResults, publishedResults()]) {
    const made = policyFolder(leaderboardFolder(bench, { results, profile: 'default' }), name);
    if (await isMadeFor(made, hash)) return { kind: 'embedded', folder: made };
  }
  throw new TwinZeroError(
    'configuration',
    `the policy of ${bench.id} ${trains ? 'has not been trained by' : 'does not speak the language of'} ${baseline.id}; ` +
      (trains
        ? `run \`twinzero reproduce baselines --arms ${baseline.id} --resume\``
        : `run \`twinzero pretrain --baseline ${baseline.id} --to DIR\` and give --policy embedded:DIR`),
  );
}
