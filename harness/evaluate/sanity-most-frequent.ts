import type { Question } from '../core/question.ts';

/** Answers a question without reading it; null when there was nothing to learn from. */
export type AnswerGuess = (question: Question) => string | null;

/**
 * Guesses the gold answer that is most frequent among the training questions, of the same answer type where there
 * are any; among equally frequent ones the first in code-point order.
 */
export function mostFrequentAnswer(
  train: readonly Question[],
  among: 'answer-type' | 'overall',
): AnswerGuess {
  const overall = mostFrequent(train);
  if (among === 'overall') return () => overall;
  const types = new Set(train.map(({ answerType }) => answerType));
  const byType = new Map(
    [...types].map((type) => [type, mostFrequent(train.filter(({ answerType }) => answerType === type))]),
  );
  return ({ answerType }) => byType.get(answerType) ?? overall;
}

function mostFrequent(questions: readonly Question[]): string | null {
  const counts = new Map<string, number>();
  for (const { answers } of questions) counts.set(answers[0], (counts.get(answers[0]) ?? 0) + 1);
  const ranked = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked[0]?.[0] ?? null;
}
