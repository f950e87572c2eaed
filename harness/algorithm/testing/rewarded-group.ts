import type { Episode } from '../../core/episode.ts';
import { groupOf } from '../../core/group.ts';
import { testQuestion } from '../../core/testing/test-question.ts';
import type { RewardedGroup } from '../algorithm.ts';

/** A group of empty episodes `1/q1/0`, `1/q1/1`, ... with these rewards, and their trained tokens where a test has any. */
export function rewardedGroup(
  rewards: RewardedGroup['rewards'],
  tokens?: RewardedGroup['tokens'],
): RewardedGroup {
  const question = testQuestion();
  const episodes = rewards.map((_, sample): Episode => ({
    id: `1/${question.id}/${sample}`,
    question,
    sample,
    turns: [],
    searches: [],
    outcome: { kind: 'answered', answer: 'x' },
  }));
  return { group: groupOf(question, episodes), rewards, ...(tokens !== undefined && { tokens }) };
}
