import {
  ByteFallbackDecoder,
  MetaspaceDecoder,
  Normalizer,
  PreTokenizer,
  ReplaceDecoder,
  SequenceDecoder,
  SequenceNormalizer,
  SequencePreTokenizer,
  Tokenizer,
} from '@huggingface/tokenizers';
import { mendModel } from './mend-model.ts';
import { mendNormalizer } from './mend-normalizer.ts';
import { mendPreTokenizer } from './mend-pre-tokenizer.ts';
import type { ModelJson, PreTokenizerJson, TokenizerJson } from './tokenizer-json.ts';

/** Parts that Rust lets a file leave out and the library wants to see. */
const absentParts = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null };
const byteToken = /^<0x([0-9A-Fa-f]{2})>$/;

/**
 * Opens a tokenizer, and makes the parts of the library that differ from the Rust one agree with it: normalisers,
 * where a text is cut, models, spaces and bytes that are no UTF-8 in decoding.
 * Which characters are letters, digits and signs is left to Node's own Unicode. Rust has Unicode 16 for patterns and an
 * older one for `Punctuation`: text in characters of a newer one (Unicode 17 in Node.js 20.20) may be cut otherwise.
 * @throws Error of the library for a part it does not know, ours for one that cannot be made to agree.
 */
export function openTokenizer(json: TokenizerJson): Tokenizer {
  const { model } = json;
  // Of the configuration the library would take what Rust does not, as ALBERT's `remove_space`.
  const file = { ...absentParts, ...json, model: model.type === 'BPE' ? model : wordsOf(model) };
  const tokenizer = new Tokenizer(file, {});
  mendModel(tokenizer.model, model);
  const settings = steps(json.pre_tokenizer);
  requireKnownPlace(settings, tokenizer.normalizer);
  for (const part of parts(tokenizer.normalizer)) if (part instanceof Normalizer) mendNormalizer(part);
  for (const [i, part] of parts(tokenizer.pre_tokenizer).entries()) {
    const setting = settings[i];
    if (part instanceof PreTokenizer && setting !== undefined) mendPreTokenizer(part, setting);
  }
  for (const part of parts(tokenizer.decoder)) {
    if (part instanceof ByteFallbackDecoder) part.decode_chain = joinBytes;
    if (part instanceof ReplaceDecoder) replacePlainly(part);
    if (part instanceof MetaspaceDecoder) spaceOut(part);
  }
  return tokenizer;
}

function parts(part: object | null): readonly object[] {
  if (part === null) return [];
  if (part instanceof SequenceNormalizer) return part.normalizers.flatMap(parts);
  if (part instanceof SequencePreTokenizer) return part.tokenizers.flatMap(parts);
  return part instanceof SequenceDecoder ? part.decoders.flatMap(parts) : [part];
}

/** Settings of the parts of a pre-tokenizer, in the same order as the parts. */
function steps(json: PreTokenizerJson | null | undefined): readonly PreTokenizerJson[] {
  if (json === null || json === undefined) return [];
  return json.type === 'Sequence' ? (json.pretokenizers ?? []).flatMap(steps) : [json];
}

/**
 * Refuses a mark before the first piece alone where a part before it may have moved that piece: Rust looks at its place
 * in the original text, which the library does not keep.
 */
function requireKnownPlace(settings: readonly PreTokenizerJson[], normalizer: object | null): void {
  const at = settings.findIndex(({ prepend_scheme }) => prepend_scheme === 'first');
  if (at > 0 || (at === 0 && normalizer !== null))
    throw new Error('a Metaspace of prepend_scheme "first" stands behind another part');
}

/** The vocabulary alone, for which the library has a model without a name. */
function wordsOf({ vocab }: ModelJson): object {
  return { type: 'WordLevel', vocab };
}

/** Writes spaces (`metaspace.rs`): none for the marks of the first token, unless no mark was put before the text. */
function spaceOut(part: MetaspaceDecoder): void {
  const first = part.config.prepend_scheme === 'never' ? ' ' : '';
  part.decode_chain = (tokens) =>
    tokens.map((token, i) => token.replaceAll(part.replacement, i === 0 ? first : ' '));
}

/** A function, because `$` means nothing in Rust's content. */
function replacePlainly(part: ReplaceDecoder): void {
  const { pattern, config } = part;
  if (pattern !== null)
    part.decode_chain = (tokens) =>
      tokens.map((token) => token.replaceAll(pattern, () => config.content ?? ''));
}

/**
 * Turns each run of byte tokens (`<0xE2>`) into its text, or into one U+FFFD a byte where it is no UTF-8
 * (`tokenizers` 0.23, `byte_fallback.rs`).
 */
function joinBytes(tokens: readonly string[]): string[] {
  const texts: string[] = [];
  let run: number[] = [];
  const endRun = (): void => {
    if (run.length > 0) texts.push(textOfBytes(run));
    run = [];
  };
  for (const token of tokens) {
    const [, hex] = byteToken.exec(token) ?? [];
    if (hex !== undefined) run.push(Number.parseInt(hex, 16));
    else {
      endRun();
      texts.push(token);
    }
  }
  endRun();
  return texts;
}

// `ignoreBOM` keeps a U+FEFF that the bytes spell.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOfBytes(bytes: readonly number[]): string {
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    return '\uFFFD'.repeat(bytes.length);
  }
}
