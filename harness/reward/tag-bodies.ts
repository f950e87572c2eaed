/** A tag of the protocol. */
export type Tag = 'think' | 'search' | 'answer' | 'information';

/**
 * Bodies of the `<tag>...</tag>` pairs of `text` in order, unstripped and possibly empty: each opening tag runs
 * to the nearest closing one. `tagBodies('<search>a</search><search></search>', 'search')` is `['a', '']`.
 * Source: the patterns of `ReZero src/rewards.py:16-346 @20fb677`: case-sensitive, non-greedy, any character.
 */
export function tagBodies(text: string, tag: Tag): string[] {
  return Array.from(
    text.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g')),
    ([, body]) => body ?? '',
  );
}
