import type { Question } from '../core/question.ts';
import { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** A step in the order of questions. */
export interface QuestionOrder {
  readonly seed: number;
  /** From 1. */
  readonly step: number;
  readonly perStep: number;
}

/**
 * The questions of one step: every epoch is a fresh shuffle keyed by (seed, 'order', epoch), cut into whole
 * steps. What is left at an epoch's end waits for the next shuffle, so no question comes twice in an epoch
 * or in a step.
 * @throws TwinZeroError `configuration` when a step asks for more questions than there are.
 */
export function questionsOfStep(questions: readonly Question[], order: QuestionOrder): Question[] {
  const { seed, step, perStep } = order;
  const stepsPerEpoch = Math.floor(questions.length / perStep);
  if (stepsPerEpoch === 0)
    throw new TwinZeroError(
      'configuration',
      `questionsPerStep is ${perStep} but the data have ${questions.length} training questions; lower it`,
    );
  const epoch = Math.floor((step - 1) / stepsPerEpoch);
  const start = ((step - 1) % stepsPerEpoch) * perStep;
  const shuffled = Random.seeded(seed).fork('order', epoch).shuffle(questions);
  return shuffled.slice(start, start + perStep);
}
