import type { Message } from '../core/message.ts';
import { pythonStrip } from '../core/python-text.ts';
import { tagBodies } from './tag-bodies.ts';

/**
 * The answer of a conversation: the stripped body of the last answer pair in the last message, null unless that
 * message is the policy's and has one. An answer pair in a prompt or in a retrieved document is never an answer.
 */
export function extractAnswer(messages: readonly Message[]): string | null {
  const last = messages.at(-1);
  if (last?.role !== 'assistant') return null;
  const body = tagBodies(last.content, 'answer').at(-1);
  return body === undefined ? null : pythonStrip(body);
}
