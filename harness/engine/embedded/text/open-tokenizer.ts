import {
  ByteFallbackDecoder,
  ByteLevelPreTokenizer,
  SequenceDecoder,
  SequencePreTokenizer,
  Tokenizer,
} from '@huggingface/tokenizers';
import type { TokenizerConfigJson, TokenizerJson } from './tokenizer-json.ts';

/**
 * Pieces that byte-level tokenizers cut text into (`tokenizers` 0.23, `byte_level.rs`), white space being what Rust
 * takes for it: JavaScript's `\s` lacks U+0085 and has U+FEFF.
 */
const pieces =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;
const byteToken = /^<0x([0-9A-Fa-f]{2})>$/;

/**
 * Opens a tokenizer, and makes the two parts of the library that differ from the Rust one agree with it: white space in
 * byte-level cutting, and bytes that are no UTF-8 in byte-fallback decoding.
 * @throws Error of the library for a part it does not know.
 */
export function openTokenizer(json: TokenizerJson, config: TokenizerConfigJson): Tokenizer {
  const tokenizer = new Tokenizer(json, config);
  for (const part of parts(tokenizer.pre_tokenizer))
    if (part instanceof ByteLevelPreTokenizer) part.pattern = pieces;
  for (const part of parts(tokenizer.decoder))
    if (part instanceof ByteFallbackDecoder) part.decode_chain = joinBytes;
  return tokenizer;
}

function parts(part: object | null): readonly object[] {
  if (part === null) return [];
  if (part instanceof SequencePreTokenizer) return part.tokenizers.flatMap(parts);
  return part instanceof SequenceDecoder ? part.decoders.flatMap(parts) : [part];
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
