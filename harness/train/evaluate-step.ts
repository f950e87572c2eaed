import type { Question } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { HeldOut } from '../data/dataset.ts';
import { evaluatePolicy, type EvaluationOptions } from '../evaluate/evaluate-policy.ts';
import { addFailures, failureOf } from '../run/failure-counts.ts';
import type { Progress } from '../run/progress.ts';
import type { EvaluationRow, RunFiles } from '../run/run-log.ts';
import { addSearches } from '../run/usage.ts';
import { mean } from '../statistics/interval.ts';
import type { TrainEvent } from './train.ts';

/** What a step is evaluated on and with. */
export interface StepEvaluation extends EvaluationOptions {
  readonly heldOut: readonly HeldOut<Question>[];
  readonly dev: readonly HeldOut<Question>[];
  /** Asked in batches of this many, and only whole batches of each split; absent: every question is asked. */
  readonly batch?: number;
  readonly files: RunFiles;
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
}

/** Evaluates the policy of the step that `progress` has reached on held-out and dev, and stores the outcomes. */
export async function evaluateStep(progress: Progress, options: StepEvaluation): Promise<Progress> {
  const { heldOut, dev } = options;
  const afterHeldOut = await evaluateSplit(progress, { ...options, split: 'held-out', questions: heldOut });
  return evaluateSplit(afterHeldOut, { ...options, split: 'dev', questions: dev });
}

async function evaluateSplit(
  progress: Progress,
  options: StepEvaluation & {
    readonly split: EvaluationRow['split'];
    readonly questions: readonly HeldOut<Question>[];
  },
): Promise<Progress> {
  const { split, files, onEvent, batch = 1 } = options;
  const { step, failures, dev, usage } = progress;
  if (options.questions.length === 0) return progress;
  const questions = options.questions.slice(0, options.questions.length - (options.questions.length % batch));
  if (questions.length === 0)
    throw new TwinZeroError(
      'configuration',
      `the ${options.questions.length} questions of ${split} fill no validation batch of ${batch}; make "validation.dropLastBatch" smaller`,
    );
  const judged = await evaluatePolicy(questions, options);
  const outcomes = judged.map(({ outcome }) => outcome);
  const accuracy = mean(outcomes.flatMap(({ correct }) => (correct === null ? [] : [Number(correct)])));
  await files.appendEvaluation({ step, split, outcomes });
  onEvent?.({ kind: 'evaluation', step, split, accuracy });
  const lost = judged.map(({ episode, verdict }) => failureOf(episode, verdict));
  const played = judged.map(({ episode }) => episode);
  return {
    ...progress,
    failures: addFailures([failures, ...lost]),
    dev: split === 'dev' ? [...dev, { step, accuracy }] : dev,
    usage: { ...usage, evaluation: addSearches(usage.evaluation, played) },
  };
}
