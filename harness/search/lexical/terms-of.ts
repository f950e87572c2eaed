/** Scripts that are written without spaces between words; Korean has spaces, but its particles cling to the words. */
const unspaced = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => String.raw`\p{Script_Extensions=${script}}`)
  .join('');

/** Runs of letters, digits and marks, each in scripts of one kind. */
const runs = new RegExp(
  String.raw`(?<unspaced>(?:(?=[\p{L}\p{N}\p{M}])[${unspaced}])+)|(?:(?![${unspaced}])[\p{L}\p{N}\p{M}])+`,
  'gu',
);

/**
 * The terms of a text, in order, repeats kept: lower-cased runs of letters, digits and marks of any script, after the
 * compatibility composition of Unicode (NFKC), which makes one term of `ﬁve` and `five`, of `Ａ13` and `A13`. Accents count:
 * `Müller` is not `Muller`.
 *
 * In scripts without spaces the terms are every character, with its marks, and every two neighbours: `月面着` gives
 * `月 月面 面 面着 着`. Pairs rather than the words of a dictionary (`Intl.Segmenter`), because a dictionary is another one in
 * each release of Node.js, and cuts a query otherwise than a document; characters as well, so that a query of one
 * finds something.
 *
 * The terms of an ASCII text are its runs of `[a-z0-9]`, lower-cased.
 */
export function termsOf(text: string): readonly string[] {
  const terms: string[] = [];
  for (const match of text.normalize('NFKC').toLowerCase().matchAll(runs))
    if (match.groups?.['unspaced'] === undefined) terms.push(match[0]);
    else addNeighbours(terms, match[0].match(/\P{M}\p{M}*|\p{M}+/gu) ?? []);
  return terms;
}

function addNeighbours(terms: string[], characters: readonly string[]): void {
  for (const [i, character] of characters.entries()) {
    const next = characters[i + 1];
    terms.push(character, ...(next === undefined ? [] : [character + next]));
  }
}
