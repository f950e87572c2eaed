const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The first sentence of a text, with the blanks before it and none after: ` One. Two.` gives ` One.`. */
export function firstSentence(text: string): string {
  const blanks = /^\s*/u.exec(text)?.[0] ?? '';
  const [first] = segmenter.segment(text.slice(blanks.length));
  return first === undefined ? '' : blanks + first.segment.trimEnd();
}
