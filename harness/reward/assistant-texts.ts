import type { Message } from '../core/message.ts';

/** What the policy wrote, message by message: all that can search, answer or be rewarded for it. */
export function assistantTexts(messages: readonly Message[]): string[] {
  return messages.filter(({ role }) => role === 'assistant').map(({ content }) => content);
}
