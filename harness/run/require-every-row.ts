import { join } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { type EvaluatedSet, type Evaluation, isExtendedStep, samplesOf } from './evaluation-row.ts';
import type { MetricsRow } from './metrics-row.ts';
import type { RunRecord } from './run-record.ts';

/** Rows of a run, and the record they are held against. */
interface RunRows {
  readonly info: RunRecord;
  readonly metrics: readonly MetricsRow[];
  readonly evaluations: readonly Evaluation[];
}

/**
 * Holds the rows of an ended run against its run.json, since a file that was cut at a line end is still well formed:
 * a row of metrics for every step, every evaluation of both splits that `evaluateEvery` and the last step ask for, the
 * same questions in each evaluation of a split, each with the samples that `evaluation` asks for, and of the extended set at its steps. A run without a chosen step may lack dev altogether.
 * @throws TwinZeroError `data` with the file, the first row that is missing or too many, and how to mend it.
 */
export function requireEveryRow({ info, metrics, evaluations }: RunRows, folder: string): void {
  const { steps, chosenStep, config } = info;
  const refuse = (file: string, fault: string): never => {
    throw new TwinZeroError(
      'data',
      `${join(folder, file)} ${fault}, though run.json says that its run ended at step ${steps}; ${endedMend(folder)}`,
    );
  };
  const trained = metrics.map((row) => row['step'] ?? 0);
  const stepFault = firstFault(trained, range(1, steps, 1));
  if (stepFault !== null) refuse('metrics.csv', stepFault);
  const expected = [...new Set([...range(0, steps, config.evaluateEvery), steps])];
  for (const set of ['held-out', 'dev', 'extended'] as const) {
    const rows = evaluations.filter((row) => row.split === set);
    if (set === 'dev' && rows.length === 0 && chosenStep === null) continue;
    const due = dueOf(set, expected, config);
    const fault = evaluationFault(rows, due.steps, set) ?? sampleFault(rows, due.samples);
    if (fault !== null) refuse('evaluations.jsonl', fault);
  }
  if (chosenStep !== null && !expected.includes(chosenStep))
    refuse('evaluations.jsonl', `has no evaluation at the chosen step ${chosenStep}`);
}

/** Remedy for the files of a run that has ended. */
export function endedMend(folder: string): string {
  return `restore the file from a copy, or delete ${folder} and reproduce with --resume, which makes that run again`;
}

/** The steps at which a set is evaluated, of those of held-out, and the samples of each question. */
function dueOf(
  set: EvaluatedSet,
  steps: readonly number[],
  config: RunRecord['config'],
): { readonly steps: readonly number[]; readonly samples: number } {
  const samples = samplesOf(config, set);
  if (set !== 'extended') return { steps, samples };
  return { steps: samples === 0 ? [] : steps.filter((step) => isExtendedStep(step, config.steps)), samples };
}

function evaluationFault(
  rows: readonly Evaluation[],
  expected: readonly number[],
  split: EvaluatedSet,
): string | null {
  const found = rows.map(({ step }) => step);
  const fault = firstFault(found, expected);
  if (fault !== null) return `${fault} of ${split}`;
  const [first, ...others] = rows;
  if (first === undefined) return null;
  const asked = new Set(first.outcomes.map(({ questionId }) => questionId));
  for (const { step, outcomes } of others) {
    if (outcomes.length !== asked.size)
      return `scores ${outcomes.length} questions of ${split} at step ${step} and ${asked.size} at step ${first.step}`;
    if (outcomes.some(({ questionId }) => !asked.has(questionId)))
      return `scores other questions of ${split} at step ${step} than at step ${first.step}`;
  }
  return null;
}

function sampleFault(rows: readonly Evaluation[], samples: number): string | null {
  for (const { step, split, outcomes } of rows)
    for (const { questionId, samples: plays = [] } of outcomes)
      if (plays.length !== samples)
        return `has ${plays.length} of ${samples} samples of question ${questionId} of ${split} at step ${step}`;
  return null;
}

function firstFault(found: readonly number[], expected: readonly number[]): string | null {
  const missing = expected.find((step) => !found.includes(step));
  if (missing !== undefined) return `lacks step ${missing}`;
  const surplus = found.find((step) => !expected.includes(step));
  return surplus === undefined ? null : `has a step ${surplus}`;
}

/** From `first` to `last` at most. */
function range(first: number, last: number, every: number): number[] {
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => first + i * every);
}
