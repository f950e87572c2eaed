import { pythonStrip } from '../../core/python-text.ts';
import { firstTagPair } from '../../core/tag-bodies.ts';
import { neutraliseTags } from './neutralise-tags.ts';
import type { Action, ParseContext, Protocol } from './protocol.ts';

/**
 * Search-R1's and ZeroSearch's instructions in our words, in their order, with their example answer (ZeroSearch
 * `inference.py:91-101`, Search-R1 `qa_search_train_merge.py:30-36, 65-67`). The question is trimmed and
 * ends with a question mark.
 */
export function searchR1Prompt(question: string): string {
  const trimmed = pythonStrip(question);
  return `Give the answer to the question below. \
Always start by reasoning between <think> and </think>, and do so again each time you receive new information. \
When your reasoning shows that you lack some knowledge, you can ask a search engine by writing <search> query </search>; \
what it finds is returned to you between <information> and </information>. \
There is no limit to how often you may search. \
As soon as nothing more needs to be looked up, write the bare answer, without explaining it, between <answer> and </answer>, \
as in <answer> Beijing </answer>. \
Question: ${trimmed.endsWith('?') ? trimmed : `${trimmed}?`}
`;
}

/** Correction of an invalid action for a policy of few words, in words it knows. */
export const compactCorrection = '\n no match , need result\n';

/** Settings of `searchR1Protocol`; the defaults are the corrected protocol. */
export interface SearchR1Options {
  /**
   * `instructions` as in the papers, the default; `compact` gives the question alone.
   * DEVIATION(compact-prompt): a policy of a million parameters is trained on the format and reads no instructions.
   */
  readonly prompt?: 'instructions' | 'compact';
  /**
   * Execute a search of the final generation and throw the result away, as ZeroSearch's code does
   * (`generation.py:419-421`); default false, as Search-R1's (`generation.py:296-298`).
   */
  readonly executeFinalSearch?: boolean;
  /**
   * Stop sampling at a closing tag; default true. False samples on and cuts, as published.
   * DEVIATION(stop-on-tags): tokens after the first action are not paid for.
   */
  readonly stopOnTags?: boolean;
}

const correction = `
That was no valid action. A search has to be written as <search> query </search> and the final answer as <answer> answer </answer>. I will try once more.
`;

/**
 * The protocol of Search-R1 and ZeroSearch (ZeroSearch `generation.py:178-183, 337-452, 510-534, 565-572`): a turn
 * ends with its first closing search tag, else with its first closing answer tag; the first complete pair in it
 * is the action; a turn without one gets a correction; after the last turn follows one generation more.
 *
 * DEVIATION(empty-query): a blank query is an invalid action; the published code sends it.
 */
export function searchR1Protocol(options: SearchR1Options = {}): Protocol {
  const { prompt = 'instructions', executeFinalSearch = false, stopOnTags = true } = options;
  return {
    id: `search-r1${prompt === 'compact' ? '-compact' : ''}${executeFinalSearch ? '+final-search' : ''}${stopOnTags ? '' : '+no-stop-strings'}`,
    prompt: prompt === 'compact' ? (question) => `Question: ${question}` : searchR1Prompt,
    keep,
    parse: (text, context) => parse(text, context, prompt === 'compact' ? compactCorrection : correction),
    observation(documents) {
      const lines = documents.map(({ text }, i) => `Doc ${i + 1}: ${neutraliseTags(text)}`);
      return `\n\n<information>${pythonStrip(lines.join('\n'))}</information>\n\n`;
    },
    stopStrings: stopOnTags ? ['</search>', '</answer>'] : [],
    observationAs: 'continuation',
    finalGeneration: executeFinalSearch ? 'with-search' : 'without-search',
  };
}

function keep(text: string): string {
  for (const tag of ['</search>', '</answer>']) {
    const place = text.indexOf(tag);
    if (place !== -1) return text.slice(0, place + tag.length);
  }
  return text;
}

function parse(text: string, { cutShort, final }: ParseContext, told: string): Action {
  const { tag, body } = firstTagPair(text, ['search', 'answer']) ?? { tag: null, body: '' };
  const content = pythonStrip(body);
  if (tag === 'answer') return { kind: 'answer', answer: content };
  if (tag === 'search' && content !== '') return { kind: 'search', query: content };
  if (tag === 'search')
    return final ? { kind: 'end', reason: 'empty-query' } : { kind: 'invalid', correction: told };
  if (final || cutShort === 'token-limit') return { kind: 'end', reason: cutShort ?? 'no-action' };
  return { kind: 'invalid', correction: told };
}
