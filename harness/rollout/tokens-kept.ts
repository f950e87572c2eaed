import type { TextCodec } from '../engine/text-codec.ts';

/**
 * How many of `tokens` must stay for their text to begin with `kept`: the fewest, so that the last one may carry a
 * few characters more (`>` and a newline in one token). `kept` is a beginning of the decoded `tokens`.
 */
export function tokensKept(tokens: readonly number[], kept: string, codec: TextCodec): number {
  if (kept === '') return 0;
  let tooFew = 0;
  let enough = tokens.length;
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    if (codec.decode(tokens.slice(0, middle)).startsWith(kept)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
