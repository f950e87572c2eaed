import { scoredAnswer } from './scored-answer.ts';
import type { Reward } from './reward.ts';

/** A measure of an answer against the gold answers. */
export type AnswerMetric = (answer: string, golds: readonly string[]) => number;

/**
 * A metric as a reward: of the answer that counts, 0 without one, missing without a gold answer.
 *
 * DEVIATION(no-answer-no-reward): the published code scores an example answer instead, see `beijingDefault`.
 */
export function metricReward(metric: AnswerMetric): Reward {
  return (episode) => {
    if (episode.answers.length === 0) return { missing: 'field answer: there is no gold answer' };
    const answer = scoredAnswer(episode);
    return { value: answer === null ? 0 : metric(answer, episode.answers) };
  };
}
