import type { TurnRole } from '../../core/episode.ts';
import type { Tag } from '../../core/tag-bodies.ts';

/** A piece of a turn. */
export interface TaggedPart {
  /** Null for text outside of tags. */
  readonly tag: Tag | null;
  readonly text: string;
  /** False for a tag that the turn opens and does not close. */
  readonly closed: boolean;
}

const written: readonly Tag[] = ['think', 'search', 'information', 'answer', 'tool_call'];

/**
 * The pieces of a turn in order, blank ones between tags left out. In what the policy or its method wrote a tag runs to
 * the nearest closing one, as rewards read it. In an observation only the outermost information is one: a document may
 * hold any tag. A prompt shows tags as examples and has none.
 */
export function taggedParts(role: TurnRole, text: string): TaggedPart[] {
  if (role === 'prompt') return plain(text);
  if (role === 'observation') return observedParts(text);
  const opening = new RegExp(`<(${written.join('|')})>`, 'gu');
  const parts: TaggedPart[] = [];
  let at = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const tag = written.find((one) => one === found?.[1]) ?? null;
    const start = opening.lastIndex;
    const end = text.indexOf(`</${tag}>`, start);
    parts.push(...plain(text.slice(at, found.index)));
    parts.push({ tag, text: end < 0 ? text.slice(start) : text.slice(start, end), closed: end >= 0 });
    at = end < 0 ? text.length : end + `</${tag}>`.length;
    opening.lastIndex = at;
  }
  return [...parts, ...plain(text.slice(at))];
}

function observedParts(text: string): TaggedPart[] {
  const [open, close] = ['<information>', '</information>'];
  const start = text.indexOf(open);
  const end = text.lastIndexOf(close);
  if (start < 0 || end < start) return plain(text);
  const body = text.slice(start + open.length, end);
  return [
    ...plain(text.slice(0, start)),
    { tag: 'information', text: body, closed: true },
    ...plain(text.slice(end + close.length)),
  ];
}

function plain(text: string): TaggedPart[] {
  return text.trim() === '' ? [] : [{ tag: null, text, closed: true }];
}
