import type { Protocol } from './protocol.ts';

/**
 * The same protocol with nothing to search: an attempt is an invalid action. ZeroSearch's baseline R1 is trained so
 * (section 4.1).
 * @param correction the observation that follows an attempt.
 */
export function withoutSearch(protocol: Protocol, correction: string): Protocol {
  return {
    ...protocol,
    id: `${protocol.id}-without-search`,
    parse(text, context) {
      const action = protocol.parse(text, context);
      if (action.kind !== 'search') return action;
      if (context.final) return { kind: 'end', reason: 'no-action' };
      return { kind: 'invalid', correction };
    },
  };
}
