import { pythonStrip } from '../../core/python-text.ts';
import { tagBodies } from '../../core/tag-bodies.ts';
import { neutraliseTags } from './neutralise-tags.ts';
import type { Protocol } from './protocol.ts';

/**
 * ReZero's instructions in our words, its eleven points in its order (`prompts.py:18-40 @20fb677`). Like the
 * published text it keeps quiet about the tag of results: policies told of it made results up.
 *
 * DEVIATION(no-system-message): the published system message carries today's date, which makes runs unrepeatable.
 */
export function rezeroPrompt(question: string): string {
  return `Find the answer to the question below.
Each time you have learned something new, begin by thinking it over between <think> and </think>.
Once you have thought, do exactly one of two things: search or answer. Doing both in one reply is not allowed.
If you are missing any knowledge, you have to search, with your query between <search> and </search>.
Write queries the way a specialist would: state what is really wanted and use the rare, telling terms that set it apart. "battery problem" is a poor query; "lithium-ion cell capacity loss after fast charging in cold weather" is a good one.
You may search as often as you like, but each round of thinking allows a single query.
What was found reaches you after your reply has ended.
If you need nothing further, put the answer between <answer> and </answer> and keep it free of lengthy explanation.
You can answer only once. Answer when you have no doubt left; until then, go on searching.
Your reply must close with either an <answer> </answer> pair or a <search> </search> pair.
Question: ${question}`;
}

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
      const query = tagBodies(text, 'search').at(-1);
      if (query !== undefined)
        return pythonStrip(query) === '' ? { kind: 'end', reason: 'empty-query' } : { kind: 'search', query };
      const answer = tagBodies(text, 'answer').at(-1);
      if (answer !== undefined) return { kind: 'answer', answer: pythonStrip(answer) };
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
