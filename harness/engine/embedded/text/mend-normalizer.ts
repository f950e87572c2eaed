import {
  BertNormalizer,
  LowercaseNormalizer,
  NFCNormalizer,
  NFDNormalizer,
  NFKCNormalizer,
  NFKDNormalizer,
  type Normalizer,
  PrecompiledNormalizer,
  PrependNormalizer,
  ReplaceNormalizer,
  StripAccentsNormalizer,
  StripNormalizer,
} from '@huggingface/tokenizers';
import { precompiledCharsmap } from './precompiled-charsmap.ts';
import { codePoints, rustNormalForm } from './rust-normal-form.ts';

const normalForms = [NFCNormalizer, NFDNormalizer, NFKCNormalizer, NFKDNormalizer] as const;

/**
 * Code points, in hexadecimal, that Unicode 10 to 18 made combining marks, with gaps closed that hold no older mark:
 * worked out by comparing `tokenizers` 0.23.3 with `unicodedata2` 18.0 over all code points.
 */
const laterMarks =
  '5C8-5C9 7FD 897-8D3 9FE AFA-AFF B53-B55 C04-C3C CF3-D00 D3B-D3C D81 EBA ECE 1715 180F 1ABF-1AF0 1CF7 1DF6-1DFA A82C ' +
  'A8FF 10D24-10F85 11070-11074 110C2 11145-11146 111C9 111CE-111CF 11241 1133B 113B8-113E2 1145E 1182C-11B67 ' +
  '11D31-1612F 16F4F 16F7F-16F87 16FE4-16FF1 1CF00-1D128 1D250-1D281 1E08F-1E6F5';
/** Combining marks of Unicode 9, two of which are letters by now. */
const marks = new RegExp(`(?![${codePoints(laterMarks)}])\\p{M}|[\\u1CF2\\u1CF3]`, 'gu');

/**
 * Makes a normaliser agree with the Rust one (`tokenizers` 0.23, `normalizers/`).
 * @throws Error for one that cannot be made to.
 */
export function mendNormalizer(part: Normalizer): void {
  for (const form of normalForms)
    if (part instanceof form) part.normalize = (text) => rustNormalForm(text, part.form);
  // A character at a time: JavaScript writes a sigma at the end of a word as ς, Rust's `lowercase` always as σ.
  if (part instanceof LowercaseNormalizer)
    part.normalize = (text) => Array.from(text, (character) => character.toLowerCase()).join('');
  if (part instanceof BertNormalizer) throw new Error('a BertNormalizer does not agree with Rust’s');
  if (part instanceof StripAccentsNormalizer) part.normalize = (text) => text.replaceAll(marks, '');
  if (part instanceof PrecompiledNormalizer)
    part.normalize = precompiledCharsmap(part.config.precompiled_charsmap ?? '');
  if (part instanceof StripNormalizer) part.normalize = (text) => strip(text, part.config);
  // A function, because `$` means nothing in Rust's content.
  if (part instanceof ReplaceNormalizer) {
    const { pattern, config } = part;
    if (pattern !== null) part.normalize = (text) => text.replaceAll(pattern, () => config.content ?? '');
  }
  if (part instanceof PrependNormalizer)
    part.normalize = (text) => (text === '' ? '' : part.config.prepend + text);
}

/** JavaScript's `trim` takes U+FEFF for white space and U+0085 for none. */
function strip(
  text: string,
  { strip_left, strip_right }: { readonly strip_left?: boolean; readonly strip_right?: boolean },
): string {
  const left = strip_left === true ? text.replace(/^\p{White_Space}+/u, '') : text;
  return strip_right === true ? left.replace(/(?<!\p{White_Space})\p{White_Space}+$/u, '') : left;
}
