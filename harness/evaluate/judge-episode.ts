import type { Episode } from '../core/episode.ts';
import type { Verdict } from '../core/verdict.ts';
import { episodeMessages } from '../rollout/episode-messages.ts';
import { type Judge, judgeInput } from './judge.ts';

/** Asks the judge about an answer; an episode without one is incorrect unasked, a failed one has no verdict. */
export async function judgeEpisode(episode: Episode, judge: Judge): Promise<Verdict | null> {
  const { question, outcome } = episode;
  if (outcome.kind === 'failed') return null;
  if (outcome.kind === 'unanswered') return { kind: 'incorrect' };
  // The answer is the one the protocol acted on, not one read again from the text.
  const input = judgeInput(question.question, question.answers, episodeMessages(episode));
  return judge({ ...input, answer: outcome.answer });
}

/** A verdict as a score: null where there is none. */
export function correctnessOf(verdict: Verdict | null): boolean | null {
  return verdict === null || verdict.kind === 'unanswerable' ? null : verdict.kind === 'correct';
}
