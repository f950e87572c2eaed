import { containsWords } from '../core/answer-match.ts';
import type { RewardValue, Scorable } from './reward.ts';

/** Amount for an answer that stands among the first so many documents. */
const steps: readonly (readonly [documents: number, amount: number])[] = [
  [5, 5],
  [20, 4],
  [50, 2],
  [100, 1],
  [1000, 0.5],
  [3000, 0.1],
];

/** For a query by which no document with an answer was found. */
const notFound = -3.5;

/** For a query, and for none. */
const [asked, silent] = [1, -4];

/**
 * DeepRetrieval's reward of a query, -4 to 6: by the rank of the first document of the first search that holds a gold
 * answer, plus 1 for having asked; -4 for an episode that asked nothing. A gold answer is held where its words stand in a
 * row. Missing without the found texts or a gold answer.
 * Source: `DeepRetrieval code/verl/utils/reward_score/nq_serini.py:141-216 @001a563`.
 */
export function retrievalRankReward({ found, answers }: Scorable): RewardValue {
  if (found === undefined) return { missing: 'field found' };
  if (answers.length === 0) return { missing: 'field answer: there is no gold answer' };
  const [first] = found;
  if (first === undefined) return { value: silent };
  const place = first.findIndex((text) => answers.some((answer) => containsWords(text, answer)));
  const [, amount] = (place === -1 ? undefined : steps.find(([documents]) => place < documents)) ?? [
    0,
    notFound,
  ];
  return { value: asked + amount };
}
