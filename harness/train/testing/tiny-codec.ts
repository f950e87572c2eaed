import type { TextCodec } from '../../engine/text-codec.ts';

const markers = ['<|user|>', '<|assistant|>', '<|end|>'];
const pieces = /<\/?\w+>|\w+/gu;

/** A codec over a closed list of words and tags for table policies: what it does not know becomes `other`. */
export function tinyCodec(words: readonly string[]): TextCodec & { idOf(word: string): number } {
  const tags = ['think', 'search', 'answer', 'information'].flatMap((name) => [`<${name}>`, `</${name}>`]);
  const vocabulary = [...markers, 'other', ...tags, ...words];
  const ids = new Map(vocabulary.map((piece, id) => [piece, id]));
  const idOf = (word: string): number => ids.get(word) ?? markers.length;
  const encode = (text: string): number[] => Array.from(text.matchAll(pieces), ([piece]) => idOf(piece));
  const message = (text: string): number[] => [
    idOf('<|user|>'),
    ...encode(text),
    idOf('<|end|>'),
    idOf('<|assistant|>'),
  ];
  return {
    idOf,
    vocabularySize: vocabulary.length,
    encode,
    decode: (tokens) => tokens.map((token) => vocabulary[token] ?? '').join(' '),
    prompt: message,
    observation: message,
    stopToken: idOf('<|end|>'),
  };
}
