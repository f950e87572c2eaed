/**
 * Characters that are `<` or become it under a tokenizer's Unicode normalisation: small and full-width signs
 * (NFKC), the crossed-out sign (NFD, then accents stripped).
 */
const openers = /[\uFE64\uFF1C\u226E]|<(?![ \t\r\n]+\S|=)/gu;

/** Control tokens that common chat templates write in square brackets. */
const bracketed =
  /\[(?=\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|IMG|CLS|SEP|MASK|gMASK|PAD|UNK|BOS|EOS)\])/giu;

/**
 * Takes from untrusted text the power to write protocol tags and chat markers: `<` becomes `‹` unless a blank and
 * more text, or `=`, follows, and `[` of a known control token becomes `⁅`; the rest stays.
 *
 * Replacing one character for one, never deleting, means that no tag can be assembled from the pieces of another;
 * the sign alone is replaced, whatever name follows, so that case, nesting, attributes and unknown markers need no
 * list. `</information><answer>x` becomes `‹/information>‹answer>x`; `p < 3` and `p <= 3` stay.
 */
export function neutraliseTags(text: string): string {
  return text.replace(openers, '‹').replace(bracketed, '⁅');
}
