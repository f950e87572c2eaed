import { z } from 'zod';
import type { Wording } from '../../harness/baseline/index.ts';
import { pythonStrip } from '../../harness/core/python-text.ts';
import { firstTagPair, type Tag } from '../../harness/core/tag-bodies.ts';

/** What the policy asks for in one turn. */
export type ResearchAction =
  | { readonly kind: 'search'; readonly queries: readonly string[] }
  /** Pages by the names under which they were listed. */
  | { readonly kind: 'read'; readonly pages: readonly string[] }
  | { readonly kind: 'answer'; readonly answer: string }
  | { readonly kind: 'malformed' };

/** How a policy calls the two tools of DeepResearcher, and answers. */
export interface ResearchTools {
  /** Strings at which the policy is stopped. */
  readonly stops: readonly string[];
  readonly parse: (text: string) => ResearchAction;
}

const names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);
const call = z.discriminatedUnion('name', [
  z.object({ name: z.literal('web_search'), arguments: z.object({ query: names }) }),
  z.object({ name: z.literal('browse_webpage'), arguments: z.object({ url_list: names }) }),
]);

/**
 * The paper's calls, JSON in a tag; for a policy of few words the tag that it knows, in which `Result 2` names a page of the
 * newest list and anything else is a query.
 */
export const researchTools: Readonly<Record<Wording, ResearchTools>> = {
  instructions: {
    stops: ['</tool_call>', '</answer>'],
    parse: (text) => parse(text, 'tool_call', calledInJson),
  },
  compact: {
    stops: ['</search>', '</answer>'],
    parse: (text) => parse(text, 'search', calledInWords),
  },
};

function parse(text: string, tool: Tag, read: (body: string) => ResearchAction): ResearchAction {
  const action = firstTagPair(text, [tool, 'answer']);
  if (action === null) return { kind: 'malformed' };
  const body = pythonStrip(action.body);
  return action.tag === 'answer' ? { kind: 'answer', answer: body } : read(body);
}

function calledInWords(body: string): ResearchAction {
  const [, page] = /^Result\s+(\d+)$/u.exec(body) ?? [];
  if (page !== undefined) return { kind: 'read', pages: [page] };
  return body === '' ? { kind: 'malformed' } : { kind: 'search', queries: [body] };
}

function calledInJson(body: string): ResearchAction {
  const read = call.safeParse(jsonOf(body));
  if (!read.success) return { kind: 'malformed' };
  const asked =
    read.data.name === 'web_search'
      ? { kind: 'search' as const, queries: filled(read.data.arguments.query) }
      : { kind: 'read' as const, pages: filled(read.data.arguments.url_list) };
  return ('queries' in asked ? asked.queries : asked.pages).length === 0 ? { kind: 'malformed' } : asked;
}

function filled(all: readonly string[]): string[] {
  return all.map(pythonStrip).filter((name) => name !== '');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
