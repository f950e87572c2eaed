import type { Tag } from './tag-bodies.ts';

/**
 * Bodies of the `<tag>...</tag>` pairs that hold at least one character and no angle bracket, in order.
 * Source: the patterns of `ReZero src/rewards.py:441-738 @20fb677`. A document with a `>` in it (chunk 271 of
 * the papers' corpus) is therefore invisible to the rewards that use them.
 */
export function plainTagBodies(text: string, tag: Tag): string[] {
  return Array.from(text.matchAll(new RegExp(`<${tag}>([^<>]+)</${tag}>`, 'g')), ([, body]) => body ?? '');
}
