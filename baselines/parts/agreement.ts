import { answerWords } from '../../harness/core/answer-match.ts';

/**
 * How well each answer agrees with the others: its mean Jaccard similarity to them by words in their normal form, 0 to 1;
 * an answer by itself agrees, 1. `agreement(['James Lovell', 'Lovell', 'Haise'])` is [0.25, 0.25, 0].
 */
export function agreement(answers: readonly string[]): number[] {
  const sets = answers.map((answer) => new Set(answerWords(answer)));
  if (sets.length === 1) return [1];
  return sets.map((set, i) => {
    const others = sets.filter((_, j) => j !== i);
    return others.reduce((sum, other) => sum + jaccard(set, other), 0) / others.length;
  });
}

function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  const all = one.size + other.size - shared;
  return all === 0 ? 1 : shared / all;
}
