import { extractAnswer } from './extract-answer.ts';
import type { Scorable } from './reward.ts';
import { tagBodies } from './tag-bodies.ts';

/**
 * The answer that ZeroSearch's rewards score, null for none: the one the protocol acted on. Where only messages
 * are known it is the last answer pair of the last message, which must be the policy's and may not ask for a search;
 * a message that carries documents, as transcripts of Search-R1 do, is read from where the last of them ends.
 *
 * DEVIATION(answer-from-policy): the published code takes the last answer span of the whole text, that of the prompt
 * and of documents included (`ZeroSearch qa_em.py:106-117 @2d4cdca`).
 */
export function scoredAnswer({ answer, messages }: Scorable): string | null {
  if (answer !== undefined) return answer;
  const last = messages.at(-1);
  if (last === undefined) return null;
  const content = last.content.slice(last.content.lastIndexOf('</information>') + 1);
  if (content.includes('<information>') || tagBodies(content, 'search').length > 0) return null;
  return extractAnswer([{ role: last.role, content }]);
}
