import type { TextCodec } from '../../engine/text-codec.ts';

const markers = ['<|user|>', '<|assistant|>', '<|end|>'];
const tags = ['think', 'search', 'information', 'answer'].flatMap((name) => [`<${name}>`, `</${name}>`]);

/**
 * A lossless codec for tests, with chat markers and protocol tags as single tokens wherever they stand in a text, as
 * careless tokenizers have them. Each of `words` is one token, any other character one by itself.
 */
export function wordCodec(words: readonly string[] = []): TextCodec {
  const pieces = [...markers, ...tags, ...words];
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  const pattern = new RegExp(`${[...markers, ...tags].map(escaped).join('|')}|[\\p{L}\\p{N}]+|.`, 'gsu');
  const idOf = (character: string): number => pieces.length + (character.codePointAt(0) ?? 0);
  const encode = (text: string): number[] =>
    Array.from(text.matchAll(pattern), ([piece]) => ids.get(piece) ?? Array.from(piece, idOf)).flat();
  const message = (text: string): number[] => [...encode(`<|user|>${text}<|end|><|assistant|>`)];
  return {
    vocabularySize: pieces.length + 0x110000,
    encode,
    decode: (tokens) =>
      tokens.map((token) => pieces[token] ?? String.fromCodePoint(token - pieces.length)).join(''),
    prompt: message,
    observation: message,
    stopToken: markers.indexOf('<|end|>'),
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[|/]/g, '\\$&');
}
