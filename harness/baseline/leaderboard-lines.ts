import { armDifference, estimate, type Estimate, type Score, type ScorePair } from '../report/index.ts';
import type { CrossedInterval } from '../statistics/crossed-interval.ts';
import type { Baseline } from './baseline.ts';
import type { Bench } from './bench.ts';
import type { PlayedRow, Row, ScoredOutcome } from './row.ts';

/** A leaderboard: the rows of a bench. */
export interface Leaderboard {
  readonly bench: Bench;
  readonly profile: string;
  /** Id of the row that others are compared with. */
  readonly reference: string;
  readonly rows: readonly Row[];
  /** Of each row its baseline; more do no harm. */
  readonly baselines: readonly Baseline[];
}

/** A row reduced to what the table shows. */
export interface LeaderboardLine {
  readonly baseline: Baseline;
  readonly row: PlayedRow;
  readonly em: Estimate | null;
  readonly subEm: Estimate | null;
  readonly f1: Estimate | null;
  /** EM minus that of the reference, paired by question and seed; null for the reference and where they can't be paired. */
  readonly difference: CrossedInterval | null;
  readonly searches: Estimate | null;
  readonly tokens: Estimate | null;
  /** Null where no search was priced. */
  readonly costUsd: number | null;
  readonly failed: number;
}

/** The lines of the rows with numbers, highest EM first, between equals by id. */
export function leaderboardLines({ rows, reference, baselines }: Leaderboard): LeaderboardLine[] {
  const played = rows.filter((row) => row.kind === 'played');
  const against = played.find(({ id }) => id === reference);
  return played
    .flatMap((row) => {
      const baseline = baselines.find(({ id }) => id === row.id);
      return baseline === undefined ? [] : [lineOf(row, baseline, against)];
    })
    .toSorted((a, b) => emOf(b) - emOf(a) || (a.row.id < b.row.id ? -1 : 1));
}

function emOf({ em }: LeaderboardLine): number {
  return em?.estimate ?? -1;
}

function lineOf(row: PlayedRow, baseline: Baseline, against: PlayedRow | undefined): LeaderboardLine {
  const share = (read: Reading): Estimate | null => estimate(bySeed(row, read), 'share');
  const outcomes = row.plays.flatMap((play) => play.outcomes);
  const costs = outcomes.flatMap(({ costUsd }) => (costUsd === null ? [] : [costUsd]));
  return {
    baseline,
    row,
    em: share(ofEm),
    subEm: share(({ subEm }) => subEm),
    f1: share(({ f1 }) => f1),
    difference: against === undefined || against === row ? null : differenceOf(row, against),
    searches: estimate(bySeed(row, ofScored('searches')), 'count'),
    tokens: estimate(bySeed(row, ofScored('tokens')), 'count'),
    costUsd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
    failed: outcomes.filter(({ failure }) => failure !== null).length,
  };
}

/** A number of an outcome; null where it does not count. */
type Reading = (outcome: ScoredOutcome) => number | null;

function ofEm({ em }: ScoredOutcome): number | null {
  return em;
}

function ofScored(field: 'searches' | 'tokens'): Reading {
  return (outcome) => (outcome.failure === null ? outcome[field] : null);
}

function bySeed({ plays }: PlayedRow, read: Reading): Score[][] {
  return plays.map(({ outcomes }) => scoresOf(outcomes, read));
}

function scoresOf(outcomes: readonly ScoredOutcome[], read: Reading): Score[] {
  return outcomes.map((outcome) => {
    const value = read(outcome);
    const { questionId, chunkId } = outcome;
    return { questionId, chunkId, sum: value ?? 0, count: value === null ? 0 : 1 };
  });
}

function differenceOf(row: PlayedRow, against: PlayedRow): CrossedInterval | null {
  const pairs = row.plays.flatMap(({ seed, outcomes }): ScorePair[] => {
    const other = against.plays.find((play) => play.seed === seed);
    if (other === undefined) return [];
    return [{ treatment: scoresOf(outcomes, ofEm), control: scoresOf(other.outcomes, ofEm) }];
  });
  return pairs.length === 0 ? null : (armDifference(pairs, { paired: true })?.effect ?? null);
}
