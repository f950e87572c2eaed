import {
  ByteLevelPreTokenizer,
  MetaspacePreTokenizer,
  type PreTokenizer,
  SplitPreTokenizer,
} from '@huggingface/tokenizers';
import { type Cutting, cutText } from './cut-text.ts';
import type { PreTokenizerJson } from './tokenizer-json.ts';

/**
 * Pieces that byte-level tokenizers cut text into (`tokenizers` 0.23, `byte_level.rs`), white space being what Rust
 * takes for it: JavaScript's `\s` lacks U+0085 and has U+FEFF.
 */
const pieces =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;
/** Words and runs of signs (`whitespace.rs`), with what Rust takes for `\w`. */
const words =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;
/** Signs of any script, and those of ASCII that Unicode does not count among them (`punctuation.rs`). */
const signs = /[\p{P}$+<=>^`|~]/gu;
const gaps: Cutting = { pattern: /\p{White_Space}/gu, separators: 'Removed' };

/** Makes a pre-tokenizer cut as the Rust one does by the settings it has in `tokenizer.json`. */
export function mendPreTokenizer(part: PreTokenizer, settings: PreTokenizerJson): void {
  if (part instanceof ByteLevelPreTokenizer) part.pattern = pieces;
  if (part instanceof MetaspacePreTokenizer && settings.split !== false) cutAtSpaces(part);
  if (part instanceof SplitPreTokenizer && part.pattern !== null) {
    const { behavior, invert } = settings;
    cutBy(part, [{ pattern: part.pattern, separators: behavior ?? 'Isolated', inverted: invert }]);
  }
  const cuttings = fixedCuttings(settings);
  if (cuttings !== null) cutBy(part, cuttings);
}

/** Cuttings in turn of a pre-tokenizer whose pattern is not in its settings, null for other ones. */
function fixedCuttings({ type, behavior, individual_digits }: PreTokenizerJson): readonly Cutting[] | null {
  switch (type) {
    case 'Punctuation':
      return [{ pattern: signs, separators: behavior ?? 'Isolated' }];
    case 'Digits':
      return [{ pattern: /\p{N}/gu, separators: individual_digits === true ? 'Isolated' : 'Contiguous' }];
    case 'Whitespace':
      return [{ pattern: words, separators: 'Removed', inverted: true }];
    case 'WhitespaceSplit':
      return [gaps];
    case 'BertPreTokenizer':
      return [gaps, { pattern: signs, separators: 'Isolated' }];
    default:
      return null;
  }
}

function cutBy(part: PreTokenizer, cuttings: readonly Cutting[]): void {
  part.pre_tokenize_text = (text) =>
    cuttings.reduce((texts, cutting) => texts.flatMap((piece) => cutText(piece, cutting)), [text]);
}

/** Makes a pre-tokenizer begin a piece at each space (`tokenizers` 0.23, `metaspace.rs`), which the library leaves out. */
function cutAtSpaces(part: MetaspacePreTokenizer): void {
  const whole = part.pre_tokenize_text.bind(part);
  part.pre_tokenize_text = (text, options) =>
    whole(text, options).flatMap((marked) => {
      const [first = '', ...rest] = marked.split(part.replacement);
      return [first, ...rest.map((word) => part.replacement + word)].filter((piece) => piece !== '');
    });
}
