/** A tag of the protocol. */
export type Tag = 'think' | 'search' | 'answer' | 'information';

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
