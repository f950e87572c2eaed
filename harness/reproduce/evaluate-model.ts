import type { Split } from '../data/dataset.ts';
import { evaluatePolicy } from '../evaluate/evaluate-policy.ts';
import type { QuestionOutcome } from '../run/evaluation-row.ts';
import type { Interval } from '../statistics/interval.ts';
import { wilsonInterval } from '../statistics/proportions.ts';
import type { Reproduction } from './reproduction.ts';
import { type PlayerChoice, withPlayer } from './with-player.ts';

/** What is evaluated, and on which questions. */
export interface EvaluationRequest extends PlayerChoice {
  readonly split: Split;
  /** Of the search noise; a run evaluates with its own seed. */
  readonly seed: number;
}

/** How a model did on a split, greedily, each question once. */
export interface ModelEvaluation {
  readonly reproduction: string;
  readonly model: string;
  readonly split: EvaluationRequest['split'];
  readonly seed: number;
  readonly correct: number;
  /** Questions with a score. */
  readonly n: number;
  /** Questions without one. */
  readonly failed: number;
  /** `correct / n` with Wilson's 95 % interval; null when nothing was scored. */
  readonly accuracy: Interval | null;
  readonly outcomes: readonly QuestionOutcome[];
}

/** Evaluates a model folder as training evaluates its checkpoints. */
export async function evaluateModel(
  reproduction: Reproduction,
  request: EvaluationRequest,
): Promise<ModelEvaluation> {
  const { split, seed } = request;
  return withPlayer(reproduction, request, async ({ setting, player }) => {
    const { dataset, judge, basePolicy } = setting;
    const questions = split === 'dev' ? dataset.dev : dataset.heldOut;
    const judged = await evaluatePolicy(questions, { player, judge, seed });
    const outcomes = judged.map(({ outcome }) => outcome);
    const scored = outcomes.filter(({ correct }) => correct !== null);
    const correct = scored.filter((outcome) => outcome.correct === true).length;
    const n = scored.length;
    return {
      reproduction: reproduction.id,
      model: request.model ?? basePolicy,
      split,
      seed,
      correct,
      n,
      failed: outcomes.length - n,
      accuracy: n === 0 ? null : wilsonInterval({ correct, n }),
      outcomes,
    };
  });
}
