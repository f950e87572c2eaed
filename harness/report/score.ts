import type { QuestionOutcome } from '../evaluate/question-outcome.ts';

/** One question's share of a ratio: the value of a measure over many questions is sum(sum) / sum(count). */
export interface Score {
  readonly questionId: string;
  readonly chunkId: string;
  readonly sum: number;
  /** 0 where the question does not count: its episode failed, or the measure's condition does not hold. */
  readonly count: number;
}

/** What is read off one outcome. */
export type Measure = (outcome: QuestionOutcome) => { readonly sum: number; readonly count: number };

const absent = { sum: 0, count: 0 };

/** Share answered correctly; a failed episode counts for nothing. */
export const accuracy: Measure = ({ correct }) =>
  correct === null ? absent : { sum: Number(correct), count: 1 };

/** Searches per question. */
export const searches: Measure = (outcome) =>
  outcome.correct === null ? absent : { sum: outcome.searches, count: 1 };

/** P(correct | the first search missed the gold chunk). */
export const recovery: Measure = (outcome) => (outcome.firstHit === false ? accuracy(outcome) : absent);

/** Share that ended in an answer. */
export const answeredShare: Measure = ({ correct, answered }) =>
  correct === null ? absent : { sum: Number(answered), count: 1 };

/** The scores of one evaluation. */
export function scoresOf(outcomes: readonly QuestionOutcome[], measure: Measure): Score[] {
  return outcomes.map((outcome) => ({
    questionId: outcome.questionId,
    chunkId: outcome.chunkId,
    ...measure(outcome),
  }));
}

/** Sum and count over scores. */
export function total(scores: readonly { sum: number; count: number }[]): { sum: number; count: number } {
  let sum = 0;
  let count = 0;
  for (const score of scores) {
    sum += score.sum;
    count += score.count;
  }
  return { sum, count };
}

/** The value of a measure over scores; null when no question counts. */
export function ratio(scores: readonly { sum: number; count: number }[]): number | null {
  const { sum, count } = total(scores);
  return count === 0 ? null : sum / count;
}
