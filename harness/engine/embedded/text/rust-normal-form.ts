/** Unicode normal form, by its name. */
export type NormalForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/**
 * Code points, in hexadecimal, that Unicode 10 to 18 gave a place in normalisation: new marks, new compositions and
 * their first halves, new compatibility characters. Worked out by comparing `tokenizers` 0.23.3 with `unicodedata2`
 * 18.0 over all code points; gaps in which nothing is normalised are closed.
 */
const laterCodePoints =
  '558 58B-58C 5C8-5C9 7FD 897-89F 8CA-8D3 9FE C3C D3B-D3C EBA 1715 1ABF-1AF0 1DF6-1DFA 209D-209F 32FF A7F1-A7F4 ' +
  'A82C AB69 105C9-105E4 10781-107BF 10D24-10D27 10D69-10D6D 10EAB-10EAC 10ECB-10ECF 10EF0-10EFF 10F46-10F50 ' +
  '10F82-10F85 11070 1133B 11382-11391 113C2-113D0 1145E 11839-1183A 11935-11943 119E0 11A34 11A47 11A99 ' +
  '11D42-11D45 11D97 11F41-11F42 1611E-1612F 16D63-16D6A 16FF0-16FF1 1B123-1B126 1CCD6-1CCF9 1D127-1D128 ' +
  '1D250-1D25F 1D280-1D281 1D6A6 1DF95 1DFCD-1DFFF 1E030-1E06D 1E08F 1E130-1E136 1E2AE 1E2EC-1E2EF 1E4EC-1E4EF ' +
  '1E5EE-1E5EF 1E6E3-1E6F5 1F16C 1FBF0-1FBF9';
const later = new RegExp(`([${codePoints(laterCodePoints)}])`, 'u');

/** Code points and ranges in hexadecimal (`558 58B-58C`) as they stand between the brackets of a pattern. */
export function codePoints(list: string): string {
  return list.replace(/[0-9A-F]+/g, String.raw`\u{$&}`).replaceAll(' ', '');
}

/**
 * Normalises as Rust's `tokenizers` 0.23 does, whose tables are those of Unicode 9, whatever Unicode this Node.js knows:
 * a later mark keeps its place and a later character its form.
 */
export function rustNormalForm(text: string, form: NormalForm): string {
  // A later code point combines with nothing and no mark moves past it, so that the text on its two sides is apart.
  return text
    .split(later)
    .map((part, i) => (i % 2 === 0 ? part.normalize(form) : part))
    .join('');
}
