import type { Message } from '../core/episode.ts';
import { tagBodies } from '../core/tag-bodies.ts';
import type { RewardValue, Scorable } from './reward.ts';

/**
 * Correctness, 0 or 1: the judge said correct, and the last message is the policy's with an answer pair, without
 * a search pair and without an information pair. Several answer pairs pass, as published. Missing when no judge
 * was asked or the judge failed, whatever the tags.
 * Source: `ReZero src/rewards.py:16-106 @20fb677`; weight 4.
 */
export function correctnessReward({ messages, verdict }: Scorable): RewardValue {
  if (verdict === undefined)
    return { missing: 'field judge, or answer to match against: there is no verdict' };
  if (verdict.kind === 'unanswerable') return { missing: `field judge holds no verdict: ${verdict.reason}` };
  return { value: verdict.kind === 'correct' && endsInAnswer(messages.at(-1)) ? 1 : 0 };
}

function endsInAnswer(last: Message | undefined): boolean {
  return (
    last?.role === 'assistant' &&
    tagBodies(last.content, 'answer').length > 0 &&
    tagBodies(last.content, 'search').length === 0 &&
    tagBodies(last.content, 'information').length === 0
  );
}
