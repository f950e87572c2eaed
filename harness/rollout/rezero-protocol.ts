import { neutraliseTags } from './neutralise-tags.ts';
import type { Protocol } from './protocol.ts';
import { rezeroPrompt } from './rezero-prompt.ts';
import { taggedBodies } from './tagged-bodies.ts';

/** Settings of `rezeroProtocol`. */
export interface RezeroOptions {
  /**
   * `instructions` as in the paper; `compact` gives the question alone.
   * DEVIATION(compact-prompt): a policy of a million parameters is trained on the format and reads no instructions.
   */
  readonly prompt: 'instructions' | 'compact';
}

/**
 * ReZero's protocol (`agent.py:19-23, 102, 124-127, 152-186`, `search_module.py:63-69 @20fb677`): a reply with a
 * complete search pair searches for the body of the last one as written, whatever else it holds; any other reply
 * ends the episode, with the last answer pair as the answer. Results come as a user message; an episode that
 * reaches a limit is not asked for an answer.
 *
 * DEVIATION(empty-query): a blank query ends the episode; the published loop lets it idle until the turn cap.
 */
export function rezeroProtocol({ prompt }: RezeroOptions): Protocol {
  return {
    id: prompt === 'compact' ? 'rezero-compact' : 'rezero',
    prompt: prompt === 'compact' ? (question) => `Question: ${question}` : rezeroPrompt,
    keep: (text) => text,
    parse(text, { cutShort }) {
      const query = taggedBodies(text, 'search').at(-1);
      if (query !== undefined)
        return query.trim() === '' ? { kind: 'end', reason: 'empty-query' } : { kind: 'search', query };
      const answer = taggedBodies(text, 'answer').at(-1);
      if (answer !== undefined) return { kind: 'answer', answer: answer.trim() };
      return { kind: 'end', reason: cutShort ?? 'no-action' };
    },
    observation(documents) {
      const results = documents.map(({ text }, i) => `Result ${i + 1}:\n${neutraliseTags(text)}\n------\n`);
      return `<information>${results.join('')}</information>`;
    },
    stopStrings: [],
    observationAs: 'message',
    finalGeneration: 'none',
  };
}
