import { answerWords, bestWordMatch, exactMatch, subExactMatch, tokenF1 } from '../core/answer-match.ts';
import { extractAnswer, tagBodies } from '../core/tag-bodies.ts';
import type { Reward, RewardValue, Scorable } from './reward.ts';

/**
 * The answer that ZeroSearch's rewards score, null for none: the one the protocol acted on. Where only messages
 * are known it is the last answer pair of the last message, which must be the policy's and may not ask for a search;
 * a message that carries documents, as transcripts of Search-R1 do, is read from where the last of them ends: after a
 * document has begun, no closing tag tells the policy's text from the document's, but one before any closes nothing.
 *
 * DEVIATION(answer-from-policy): the published code takes the last answer span of the whole text, that of the prompt
 * and of documents included (`ZeroSearch qa_em.py:106-117 @2d4cdca`).
 */
export function scoredAnswer({ answer, messages }: Scorable): string | null {
  if (answer !== undefined) return answer;
  const last = messages.at(-1);
  if (last === undefined) return null;
  const carries = last.content.includes('<information>');
  const content = carries ? last.content.slice(last.content.lastIndexOf('</information>') + 1) : last.content;
  if (content.includes('<information>') || tagBodies(content, 'search').length > 0) return null;
  return extractAnswer([{ role: last.role, content }]);
}

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

/**
 * EM, 0 or 1: the answer equals a gold answer after normalisation.
 * Source: Search-R1 `verl/utils/reward_score/qa_em.py:36-46`; ZeroSearch section 4.1.
 *
 * DEVIATION(em-is-equality): ZeroSearch's function of that name is containment, here `subEmReward`.
 */
export const emReward: Reward = metricReward(exactMatch);

/**
 * F1, 0 to 1, of the answer's words against the best gold answer: ZeroSearch's training reward.
 * Source: ZeroSearch section 3.5; `ZeroSearch qa_em.py:70-88`, weight 1 (`main_ppo.py:73-76 @2d4cdca`).
 */
export const f1Reward: Reward = metricReward(tokenF1);

/**
 * Sub-EM, 0 or 1: the normalised answer contains a normalised gold answer. It never falls when words are added, so
 * that listing candidates pays: what section 3.5 of ZeroSearch reports of EM; `paddingWordsReward` measures it.
 * Source: `ZeroSearch qa_em.py:81-92 @2d4cdca`, there named `em_check`.
 */
export const subEmReward: Reward = metricReward(subExactMatch);

/** Number of words of the answer in its normal form, 0 without an answer; a measure, which no preset pays. */
export function answerWordsReward(episode: Scorable): RewardValue {
  return { value: answerWords(scoredAnswer(episode) ?? '').length };
}

/**
 * Number of words of the answer that the gold answer of the highest F1 does not match, so all those of a wrong answer; a
 * measure, which no preset pays. Where sub-EM is 1 these are the words that padding adds.
 */
export const paddingWordsReward: Reward = metricReward((answer, golds) => {
  const { words, shared } = bestWordMatch(answer, golds);
  return words - shared;
});
