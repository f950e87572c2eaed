import type { Split } from './outcome-row.ts';
import type { Evaluation, Run } from './run.ts';

/** Every evaluation of a split, in ascending steps. */
export function evaluationsOf(run: Run, split: Split): Evaluation[] {
  return run.evaluations.filter((row) => row.split === split);
}

/** The evaluation of a split at a step; undefined where none was made. */
export function evaluationAt(run: Run, split: Split, step: number | null): Evaluation | undefined {
  return run.evaluations.find((row) => row.split === split && row.step === step);
}
