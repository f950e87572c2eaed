/** The terms of a text: lower-cased runs of ASCII letters and digits, in order, repeats kept. */
export function bm25Terms(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
