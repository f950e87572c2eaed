import {
  LowercaseNormalizer,
  NFCNormalizer,
  NFDNormalizer,
  NFKCNormalizer,
  NFKDNormalizer,
  type Normalizer,
  PrependNormalizer,
  ReplaceNormalizer,
  StripNormalizer,
} from '@huggingface/tokenizers';
import { rustNormalForm } from './rust-normal-form.ts';

const normalForms = [NFCNormalizer, NFDNormalizer, NFKCNormalizer, NFKDNormalizer] as const;

/** Makes a normaliser agree with the Rust one (`tokenizers` 0.23, `normalizers/`). */
export function mendNormalizer(part: Normalizer): void {
  for (const form of normalForms)
    if (part instanceof form) part.normalize = (text) => rustNormalForm(text, part.form);
  // A character at a time: JavaScript writes a sigma at the end of a word as ς, Rust's `lowercase` always as σ.
  if (part instanceof LowercaseNormalizer)
    part.normalize = (text) => Array.from(text, (character) => character.toLowerCase()).join('');
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
