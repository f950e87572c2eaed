import type { Message } from './episode.ts';
import { pythonStrip } from './python-text.ts';

/** A tag of the protocols; `tool_call` is that of chat models that were trained to call tools. */
export type Tag = 'think' | 'search' | 'answer' | 'information' | 'tool_call';

/**
 * Bodies of the `<tag>...</tag>` pairs of `text` in order, unstripped and possibly empty: each opening tag runs
 * to the nearest closing one. `tagBodies('<search>a</search><search></search>', 'search')` is `['a', '']`.
 * Source: the patterns of `ReZero src/rewards.py:16-346 @20fb677`: case-sensitive, non-greedy, any character.
 */
export function tagBodies(text: string, tag: Tag): string[] {
  const [open, close] = [`<${tag}>`, `</${tag}>`];
  const bodies: string[] = [];
  // By hand: a regular expression looks for the end anew at every opening tag that has none, in quadratic time.
  for (let at = 0; ;) {
    const start = text.indexOf(open, at);
    const end = start < 0 ? -1 : text.indexOf(close, start + open.length);
    if (end < 0) return bodies;
    bodies.push(text.slice(start + open.length, end));
    at = end + close.length;
  }
}

/** One pair of a tag: which one, and its body, unstripped. */
export interface TagPair {
  readonly tag: Tag;
  readonly body: string;
}

/** The complete pair of one of `tags` that opens first, null for none; where pairs overlap as `tagBodies` has them. */
export function firstTagPair(text: string, tags: readonly Tag[]): TagPair | null {
  let first: (TagPair & { readonly start: number }) | null = null;
  for (const tag of tags) {
    const start = text.indexOf(`<${tag}>`);
    const end = start < 0 ? -1 : text.indexOf(`</${tag}>`, start);
    if (end >= 0 && (first === null || start < first.start))
      first = { tag, body: text.slice(start + tag.length + 2, end), start };
  }
  return first === null ? null : { tag: first.tag, body: first.body };
}

/**
 * Bodies of the `<tag>...</tag>` pairs that hold at least one character and no angle bracket, in order.
 * Source: the patterns of `ReZero src/rewards.py:441-738 @20fb677`. A document with a `>` in it (chunk 271 of
 * the papers' corpus) is therefore invisible to the rewards that use them.
 */
export function plainTagBodies(text: string, tag: Tag): string[] {
  return Array.from(text.matchAll(new RegExp(`<${tag}>([^<>]+)</${tag}>`, 'g')), ([, body]) => body ?? '');
}

/** Texts that the policy wrote, message by message: all that can search, answer or be rewarded for it. */
export function assistantTexts(messages: readonly Message[]): string[] {
  return messages.filter(({ role }) => role === 'assistant').map(({ content }) => content);
}

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
