import { hasEnded, type Run } from '../../run/index.ts';
import type { Unit } from '../tables/format.ts';
import { type Estimate, estimate } from './estimate.ts';
import { type RunScores, type RunSummary, summariseRun } from './summarise-run.ts';

/** One configuration compared. */
export interface ArmSpec {
  readonly id: string;
  readonly label: string;
  /** The profiles that run it, default all of them. In the others it is no gap in the result. */
  readonly profiles?: readonly string[];
}

/** Results of an arm over its seeds; runs that did not end are listed, not pooled. */
export interface ArmSummary {
  readonly arm: ArmSpec;
  readonly runs: readonly RunSummary[];
  /** Held-out accuracy before training. */
  readonly start: Estimate | null;
  /** Held-out accuracy over the last third of the steps: the primary measure. */
  readonly late: Estimate | null;
  /** The same without the extended set, where that was played. */
  readonly standard: Estimate | null;
  /** The same of the greedy plays, where others were sampled; without the extended set, which has none. */
  readonly greedy: Estimate | null;
  readonly chosen: Estimate | null;
  /** The step dev chose under each seed, in their order; null where it could not. */
  readonly chosenSteps: readonly (number | null)[];
  readonly peak: Estimate | null;
  readonly final: Estimate | null;
  readonly area: Estimate | null;
  /** Over the last third of the steps, and so is recovery. */
  readonly searches: Estimate | null;
  readonly recovery: Estimate | null;
  /** Mean selection bias of the peaks, 0 to 1. */
  readonly bias: number | null;
  /** Seeds that collapsed on held-out, out of those that ended. */
  readonly collapsed: readonly { readonly seed: number; readonly step: number }[];
  readonly ended: number;
}

/** Summarises the runs of one arm. */
export function summariseArm(arm: ArmSpec, runs: readonly Run[]): ArmSummary {
  const summaries = runs.filter(({ info }) => info.arm === arm.id).map(summariseRun);
  const ended = summaries.filter(({ run }) => hasEnded(run));
  const pooled = (part: keyof RunScores, unit: Unit): Estimate | null =>
    estimate(
      ended.map(({ scores }) => scores[part]),
      unit,
    );
  const biases = ended.map(({ bias }) => bias).filter((bias) => bias !== null);
  return {
    arm,
    runs: summaries,
    start: pooled('start', 'share'),
    late: pooled('late', 'share'),
    standard: pooled('standard', 'share'),
    greedy: pooled('greedy', 'share'),
    chosen: pooled('chosen', 'share'),
    chosenSteps: ended.map(({ chosen }) => chosen?.step ?? null),
    peak: pooled('peak', 'share'),
    final: pooled('final', 'share'),
    area: pooled('area', 'share'),
    searches: pooled('searches', 'count'),
    recovery: pooled('recovery', 'share'),
    bias: biases.length === 0 ? null : biases.reduce((sum, bias) => sum + bias, 0) / biases.length,
    collapsed: ended.flatMap(({ run, collapse }) =>
      collapse === null ? [] : [{ seed: run.info.seed, step: collapse }],
    ),
    ended: ended.length,
  };
}
