import { Random } from '../../core/random.ts';
import { clusterBootstrapInterval } from '../../statistics/bootstrap.ts';
import type { Interval } from '../../statistics/interval.ts';
import type { Score } from './score.ts';

/** The scores of one seed in both arms. */
export interface ScorePair {
  readonly treatment: readonly Score[];
  readonly control: readonly Score[];
}

/** The difference of a measure between two arms. */
export interface ArmDifference {
  /** Treatment minus control, in the unit of the measure. */
  readonly effect: Interval;
  readonly treatment: number;
  readonly control: number;
  /** Question plays that count in each arm, all seeds together. */
  readonly n: { readonly treatment: number; readonly control: number };
  readonly seeds: number;
}

/** Name of a difference, which seeds its bootstrap, and its pairing. */
export interface DifferenceOptions {
  readonly name: string;
  /** True: a question that does not count in one arm of a seed is dropped from the other, too. */
  readonly paired: boolean;
}

interface Cell {
  treatment: number;
  treatmentCount: number;
  control: number;
  controlCount: number;
}

/** The interval of `armDifference` in words. */
export const differenceIntervalRule =
  'Interval of a difference: 95 % percentile bootstrap over seeds and over held-out chunks with all their questions.';

/**
 * Treatment minus control with the 95 % interval of a bootstrap that resamples seeds (both arms of a seed together) and
 * chunks (with all their questions). Null when the arms were not scored on the same questions or nothing counts.
 */
export function armDifference(pairs: readonly ScorePair[], options: DifferenceOptions): ArmDifference | null {
  const questions = new Set(
    pairs.flatMap((pair) => [questionKey(pair.treatment), questionKey(pair.control)]),
  );
  if (questions.size !== 1) return null;
  const table = pairs.map((pair) => cellsOf(pair, options.paired));
  if (table[0] === undefined || table[0].length === 0) return null;
  const random = Random.seeded(0).fork('report', 'difference', options.name);
  const effect = clusterBootstrapInterval(table, difference, { random });
  if (effect === null) return null;
  const all = sum(table.flat());
  return {
    effect,
    treatment: all.treatment / all.treatmentCount,
    control: all.control / all.controlCount,
    n: { treatment: all.treatmentCount, control: all.controlCount },
    seeds: pairs.length,
  };
}

function questionKey(scores: readonly Score[]): string {
  return scores
    .map(({ questionId, chunkId }) => JSON.stringify([chunkId, questionId]))
    .sort()
    .join();
}

/** One cell a chunk, chunks in code-unit order, so that every seed has the same columns. */
function cellsOf({ treatment, control }: ScorePair, paired: boolean): Cell[] {
  const others = new Map(control.map((score) => [score.questionId, score]));
  const cells = new Map<string, Cell>();
  for (const score of treatment) {
    const other = others.get(score.questionId);
    if (other === undefined) continue;
    const both = score.count > 0 && other.count > 0;
    const cell = cells.get(score.chunkId) ?? { treatment: 0, treatmentCount: 0, control: 0, controlCount: 0 };
    cells.set(score.chunkId, cell);
    if (paired && !both) continue;
    cell.treatment += score.sum;
    cell.treatmentCount += score.count;
    cell.control += other.sum;
    cell.controlCount += other.count;
  }
  return [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}

function sum(cells: readonly Cell[]): Cell {
  const all = { treatment: 0, treatmentCount: 0, control: 0, controlCount: 0 };
  for (const cell of cells) {
    all.treatment += cell.treatment;
    all.treatmentCount += cell.treatmentCount;
    all.control += cell.control;
    all.controlCount += cell.controlCount;
  }
  return all;
}

function difference(cells: readonly Cell[]): number | null {
  const all = sum(cells);
  if (all.treatmentCount === 0 || all.controlCount === 0) return null;
  return all.treatment / all.treatmentCount - all.control / all.controlCount;
}
