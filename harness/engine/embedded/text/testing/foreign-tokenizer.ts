import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byteAlphabet } from '../build-word-tokenizer.ts';

/** Special tokens of the folders made here, and their ids. */
export const foreignSpecials = { '<s>': 0, '</s>': 1, '<|user|>': 2, '<|im_end|>': 3, '<unk>': 4 } as const;

const template =
  "{{ '<s>' }}{% for m in messages %}{{ '<|user|>' + m.role + ': ' + m.content + '<|im_end|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|user|>assistant:' }}{% endif %}";

/** Departures of a folder from the plain one. */
export interface ForeignTokenizer {
  /** Fields of `tokenizer.json`, e.g. `normalizer`. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Fields of its `model`. */
  readonly model?: Readonly<Record<string, unknown>>;
  /** Fields of every added token. */
  readonly added?: Readonly<Record<string, unknown>>;
  /** Fields of `tokenizer_config.json`. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Further pieces of the vocabulary, spelt as the model spells them. */
  readonly pieces?: readonly string[];
}

/**
 * Contents of a byte-level tokenizer as others make them: special tokens with the first ids and in the model's
 * vocabulary too, then the 256 bytes, then `pieces`.
 */
export function foreignTokenizer(change: ForeignTokenizer = {}): {
  readonly json: object;
  readonly config: object;
} {
  return tokenizerFiles(change, byteAlphabet(), {
    type: 'ByteLevel',
    add_prefix_space: false,
    trim_offsets: true,
    use_regex: true,
  });
}

/** The same in the manner of SentencePiece: spaces as `▁`, letters as themselves, other characters as byte tokens. */
export function sentencePieceTokenizer(change: ForeignTokenizer = {}): {
  readonly json: object;
  readonly config: object;
} {
  const bytes = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, '0')}>`);
  const characters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
    (c) => c !== ' ',
  );
  const decoders = [
    { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
    { type: 'ByteFallback' },
    { type: 'Fuse' },
    { type: 'Strip', content: ' ', start: 1, stop: 0 },
  ];
  const changed = {
    ...change,
    json: { decoder: { type: 'Sequence', decoders }, ...change.json },
    model: { byte_fallback: true, unk_token: '<unk>', fuse_unk: true, ...change.model },
  };
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false };
  return tokenizerFiles(changed, [...bytes, '▁', ...characters], metaspace);
}

/** The same as a Unigram model, in which every piece, special or not, is as likely as its length. */
export function unigramTokenizer(change: ForeignTokenizer = {}): ReturnType<typeof foreignTokenizer> {
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' };
  const files = sentencePieceTokenizer({ ...change, json: { pre_tokenizer: metaspace, ...change.json } });
  const { model } = files.json as { readonly model: { readonly vocab: Readonly<Record<string, number>> } };
  const vocab = Object.keys(model.vocab).map((piece) => [piece, -10 + piece.length]);
  return {
    ...files,
    json: {
      ...files.json,
      model: { type: 'Unigram', unk_id: foreignSpecials['<unk>'], byte_fallback: true, vocab },
    },
  };
}

/** Contents of a tokenizer of whole words, cut at white space: the special tokens, some letters, and `pieces`. */
export function wordLevelTokenizer(change: ForeignTokenizer = {}): ReturnType<typeof foreignTokenizer> {
  const changed = { ...change, model: { type: 'WordLevel', unk_token: '<unk>', ...change.model } };
  return tokenizerFiles(
    { ...changed, json: { decoder: null, ...change.json } },
    ['<', '>', 'a', 'user', 'user:', 'assistant:', '|', 'im_end'],
    { type: 'WhitespaceSplit' },
  );
}

function tokenizerFiles(
  { json, model, added, config, pieces = [] }: ForeignTokenizer,
  alphabet: readonly string[],
  cutting: object,
): { readonly json: object; readonly config: object } {
  const specials = Object.entries(foreignSpecials);
  const vocabulary = [...specials.map(([content]) => content), ...alphabet, ...pieces];
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return {
    json: {
      version: '1.0',
      added_tokens: specials.map(([content, id]) => ({ id, content, ...flags, ...added })),
      normalizer: null,
      pre_tokenizer: cutting,
      post_processor: null,
      decoder: cutting,
      ...json,
      model: {
        type: 'BPE',
        unk_token: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: Object.fromEntries(vocabulary.map((piece, id) => [piece, id])),
        merges: [],
        ...model,
      },
    },
    config: { bos_token: '<s>', eos_token: '<|im_end|>', chat_template: template, ...config },
  };
}

/** Writes a tokenizer into a new temporary folder. */
export async function tokenizerFolder({
  json,
  config,
}: {
  readonly json: object;
  readonly config: object;
}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'twinzero-tokenizer-'));
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(json));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(config));
  return folder;
}
