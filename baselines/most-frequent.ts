import { z } from 'zod';
import { answered, unanswered } from '../harness/core/episode.ts';
import type { Question } from '../harness/core/question.ts';
import type { Baseline } from '../harness/baseline/index.ts';

/** Settings of `most-frequent`. */
export interface MostFrequentSettings {
  /** The training questions that are counted: those of the question's answer type, or all. */
  readonly among: 'answer-type' | 'overall';
}

/**
 * The gold answer that is most frequent among the training questions, of the same answer type where there are any;
 * among equally frequent ones the first in code-point order. It asks no model and no search: what a policy can score
 * without reading.
 */
const mostFrequent: Baseline<'train', MostFrequentSettings> = {
  id: 'most-frequent',
  title: 'most frequent training answer',
  source: 'ours: the share that the answers give away',
  needs: ['train'],
  settings: {
    among: {
      schema: z.enum(['answer-type', 'overall']),
      default: 'answer-type',
      source: 'ours: the stronger of the two wherever a data set has answer types',
    },
  },
  paper: [],
  answer({ train }, { among }) {
    const overall = mostFrequentAnswer(train);
    const types = among === 'overall' ? [] : [...new Set(train.map(({ answerType }) => answerType))];
    const byType = new Map(
      types.map((type) => [type, mostFrequentAnswer(train.filter(({ answerType }) => answerType === type))]),
    );
    return async ({ answerType }, tape) => {
      const answer = byType.get(answerType) ?? overall;
      if (answer === null) return unanswered('no-action');
      tape.write(`<answer>${answer}</answer>`);
      return answered(answer);
    };
  },
};
export default mostFrequent;

function mostFrequentAnswer(questions: readonly Question[]): string | null {
  const counts = new Map<string, number>();
  for (const { answers } of questions) counts.set(answers[0], (counts.get(answers[0]) ?? 0) + 1);
  const ranked = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked[0]?.[0] ?? null;
}
