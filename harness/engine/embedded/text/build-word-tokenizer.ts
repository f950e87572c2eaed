import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The printable character that stands for each byte in a byte-level vocabulary: printable Latin-1 bytes stand for
 * themselves, the others for the characters from U+0100 on (GPT-2, `encoder.py:9-28 @9b63575`).
 */
export function byteAlphabet(): readonly string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(printable ? byte : next++);
  });
}

/** Chat markers of our own policies, which only the codec writes. */
const markers = ['<|user|>', '<|assistant|>', '<|end|>'] as const;
/** Tags of the protocols, one token each, which policy, documents and questions may all write. */
const tags = ['think', 'search', 'answer', 'information'].flatMap((tag) => [`<${tag}>`, `</${tag}>`]);
const template =
  "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";
/** Pieces that byte-level tokenizers cut text into before they look words up (GPT-2, `encoder.py:53 @9b63575`). */
const pieces = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** The contents of `tokenizer.json` and `tokenizer_config.json`. */
export interface WordTokenizer {
  readonly tokenizer: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly vocabularySize: number;
}

/**
 * Builds a byte-level tokenizer in which each given word is one token and any other text is its UTF-8 bytes, so that
 * decode(encode(text)) is text. Ids: 256 bytes, pieces of the words in order, protocol tags, chat markers.
 *
 * `words` stand behind a space (`pump` makes the token ` pump`); `extras` are taken as they are written
 * (`Question`, `\n\n`). Where a word holds punctuation or digits, each run of letters, digits or signs is a token:
 * `T-27` makes ` T`, `-` and `27`. No merges are needed: a byte-pair model with `ignore_merges` looks whole pieces up.
 */
export function buildWordTokenizer(words: readonly string[], extras: readonly string[] = []): WordTokenizer {
  const alphabet = byteAlphabet();
  const encoder = new TextEncoder();
  const spell = (piece: string): string =>
    Array.from(encoder.encode(piece), (byte) => alphabet[byte]).join('');
  const texts = [...words.map((word) => ` ${word}`), ...extras];
  const vocabulary = [
    ...new Set([...alphabet, ...texts.flatMap((text) => text.match(pieces) ?? []).map(spell)]),
  ];
  const added = [...tags, ...markers].map((content, i) => addedToken(content, vocabulary.length + i));
  return {
    tokenizer: tokenizerFile(vocabulary, added),
    config: configFile(added),
    vocabularySize: vocabulary.length + added.length,
  };
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  readonly single_word: false;
  readonly lstrip: false;
  readonly rstrip: false;
  readonly normalized: false;
}

function addedToken(content: string, id: number): AddedToken {
  const special = markers.some((marker) => marker === content);
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special };
}

function tokenizerFile(vocabulary: readonly string[], added: readonly AddedToken[]): Record<string, unknown> {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: true,
      vocab: Object.fromEntries(vocabulary.map((piece, id) => [piece, id])),
      merges: [],
    },
  };
}

function configFile(added: readonly AddedToken[]): Record<string, unknown> {
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    added_tokens_decoder: Object.fromEntries(added.map(({ id, ...token }) => [String(id), token])),
    additional_special_tokens: ['<|user|>', '<|assistant|>'],
    bos_token: null,
    eos_token: '<|end|>',
    pad_token: '<|end|>',
    clean_up_tokenization_spaces: false,
    chat_template: template,
  };
}

/** Writes `tokenizer.json` and `tokenizer_config.json` into a folder, which is made if needed. */
export async function saveWordTokenizer(folder: string, { tokenizer, config }: WordTokenizer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'tokenizer.json'), `${JSON.stringify(tokenizer)}\n`);
  await writeFile(join(folder, 'tokenizer_config.json'), `${JSON.stringify(config, null, 2)}\n`);
}
