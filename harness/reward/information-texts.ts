import type { Message } from '../core/message.ts';
import { pythonStrip } from '../core/python-text.ts';

/**
 * Contents of the messages of one of `roles` that begin with `<information>` after stripping: what searches
 * returned, unstripped, in order.
 * Source: `ReZero src/rewards.py:349-438 @20fb677`; the roles differ between its two states.
 */
export function informationTexts(messages: readonly Message[], roles: readonly string[]): string[] {
  return messages
    .filter(({ role, content }) => roles.includes(role) && pythonStrip(content).startsWith('<information>'))
    .map(({ content }) => content);
}
