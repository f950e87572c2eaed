import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { byteAlphabet } from './build-word-tokenizer.ts';
import {
  foreignSpecials,
  type ForeignTokenizer,
  foreignTokenizer,
  sentencePieceTokenizer,
} from './testing/foreign-tokenizer.ts';
import { tokenizerConfigJson, tokenizerJson } from './tokenizer-json.ts';
import { trustedEncoding, type TrustedEncoding } from './trusted-encoding.ts';

type Files = ReturnType<typeof foreignTokenizer>;

function open({ json, config }: Files): TrustedEncoding {
  return trustedEncoding({
    json: tokenizerJson.parse(json),
    config: tokenizerConfigJson.parse(config),
    file: 'tokenizer.json',
  });
}

const byteLevel = (change: ForeignTokenizer = {}): TrustedEncoding => open(foreignTokenizer(change));
/** Ids of bytes behind the five special tokens, in both fixtures. */
const bytes = (...values: readonly number[]): number[] => values.map((value) => 5 + value);

/** Values of Python's `tokenizers` 0.23.2 for the same files. */
describe('decoding of byte tokens', () => {
  const encoding = open(sentencePieceTokenizer());
  const space = 5 + 256;
  const cases: readonly (readonly [string, readonly number[], string])[] = [
    ['keeps a U+FEFF', bytes(0xef, 0xbb, 0xbf, 0x41), '\uFEFFA'],
    ['shows a character that is not complete a byte at a time', bytes(0xe3, 0x80), '\uFFFD\uFFFD'],
    ['shows it once it is complete', bytes(0xe3, 0x80, 0x82), '。'],
    ['shows nothing of a run that is no text', bytes(0xe3, 0x80, 0x82, 0xff), '\uFFFD'.repeat(4)],
    ['judges each run alone', [...bytes(0xff), space, ...bytes(0xc3, 0xa9)], '\uFFFD é'],
  ];
  for (const [what, tokens, text] of cases) it(what, () => assert.equal(encoding.decode(tokens), text));
});

describe('byte-level cutting', () => {
  const alphabet = byteAlphabet();
  const afterBom = `${alphabet[0xbf]}!`;
  const afterNextLine = `${alphabet[0x85]}!`;
  const encoding = byteLevel({
    pieces: [afterBom, afterNextLine],
    model: {
      merges: [
        [alphabet[0xbf], '!'],
        [alphabet[0x85], '!'],
      ],
    },
  });
  const firstPiece = 5 + 256;
  const idOf = (byte: number): number => 5 + alphabet.indexOf(alphabet[byte] ?? '');

  it('takes U+FEFF for a sign, which may share a token with the next', () => {
    assert.deepEqual(encoding.encode('\uFEFF!'), [idOf(0xef), idOf(0xbb), firstPiece]);
  });

  it('takes U+0085 for white space, which may not', () => {
    assert.deepEqual(encoding.encode('\u0085!'), [idOf(0xc2), idOf(0x85), idOf(0x21)]);
  });
});

/** Ids of pieces behind the five special tokens, the 256 bytes, `▁` and the other 94 characters. */
const firstSpelt = 5 + 256 + 1 + 94;

/** Merges two spaces, and a letter with the space behind it. */
const spaced = (metaspace: object): TrustedEncoding =>
  open(
    sentencePieceTokenizer({
      pieces: ['▁▁', 'a▁'],
      model: {
        merges: [
          ['▁', '▁'],
          ['a', '▁'],
        ],
      },
      json: { pre_tokenizer: metaspace },
    }),
  );

/** Values of Python's `tokenizers` 0.23.3 for the same files. */
describe('parts in which the library is not the Rust one', () => {
  const space = 5 + 256;
  const a = space + 'a'.charCodeAt(0) - ' '.charCodeAt(0);

  it('begins a piece at each space, unless the file says otherwise', () => {
    const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first' };
    const cut = [space, space, a, space];
    assert.deepEqual(spaced(metaspace).encode('  a '), cut);
    assert.deepEqual(spaced({ ...metaspace, split: true }).encode('  a '), cut);
    assert.deepEqual(spaced({ type: 'Sequence', pretokenizers: [metaspace] }).encode('  a '), cut);
    assert.deepEqual(spaced({ ...metaspace, split: false }).encode('  a '), [firstSpelt, firstSpelt + 1]);
  });

  it('makes one unknown token of the unknown characters of a piece, and only of those', () => {
    const pre_tokenizer = { type: 'WhitespaceSplit' };
    const model = { byte_fallback: false };
    const encoding = open(sentencePieceTokenizer({ model, json: { pre_tokenizer } }));
    assert.deepEqual(encoding.encode('éé é aé'), [4, 4, a, 4]);
    const apart = open(
      sentencePieceTokenizer({ model: { ...model, fuse_unk: false }, json: { pre_tokenizer } }),
    );
    assert.deepEqual(apart.encode('éé é aé'), [4, 4, 4, a, 4]);
  });

  it('needs no part but the model and the added tokens', () => {
    const model = { type: 'WordLevel', vocab: { a: 0, 'a b': 1, '<unk>': 2 }, unk_token: '<unk>' };
    const encoding = open({ json: { added_tokens: [], model }, config: {} });
    assert.deepEqual([...encoding.encode('a b'), ...encoding.encode('b')], [1, 2]);
    assert.equal(encoding.decode([0, 1]), 'a a b');
  });

  it('gives half a surrogate pair the token of U+FFFD', () => {
    const encoding = open(sentencePieceTokenizer({ pieces: ['\uFFFD'] }));
    assert.deepEqual(encoding.encode('\uD83D!'), [space, firstSpelt, space + 1]);
    assert.deepEqual(encoding.encodeTrusted('<s>\uDE00'), [foreignSpecials['<s>'], firstSpelt]);
    assert.deepEqual(encoding.encode('😀'), [space, ...bytes(0xf0, 0x9f, 0x98, 0x80)]);
  });
});

/** Ids of a text spelt in bytes. */
const spelt = (text: string): number[] => bytes(...Buffer.from(text));

describe('control tokens', () => {
  const end = foreignSpecials['<|im_end|>'];

  it('are found in our own text and spelt out in foreign text', () => {
    const encoding = byteLevel();
    assert.deepEqual(encoding.encodeTrusted('a<|im_end|>'), [...spelt('a'), end]);
    assert.deepEqual(encoding.encode('a<|im_end|>'), spelt('a<|im_end|>'));
    assert.deepEqual(Object.fromEntries(encoding.controls), foreignSpecials);
  });

  it('are those too that only the configuration calls so, in the added tokens or the vocabulary alone', () => {
    const { json, config } = foreignTokenizer({
      added: { special: false },
      config: { eos_token: '<|im_end|>' },
    });
    const files = {
      json: { ...json, added_tokens: [{ id: 3, content: '<|im_end|>', special: false }] },
      config,
    };
    for (const encoding of [open({ json, config }), open(files)]) {
      assert.deepEqual([...encoding.controls.keys()].toSorted(), ['<s>', '<|im_end|>']);
      assert.deepEqual(encoding.encodeTrusted('<s>a<|im_end|>'), [0, ...spelt('a'), end]);
      assert.deepEqual(encoding.encode('<s>a<|im_end|>'), spelt('<s>a<|im_end|>'));
    }
  });

  it('are not spelt by merges, nor looked up as whole pieces', () => {
    const merges = [
      ['<', 's'],
      ['<s', '>'],
    ];
    for (const either of [merges, merges.map((pair) => pair.join(' '))]) {
      const encoding = byteLevel({
        pieces: ['<s'],
        model: { merges: either },
        json: { pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: false } },
      });
      assert.deepEqual(encoding.encode('<s>'), [5 + 256, ...spelt('>')]);
    }
    const whole = open(foreignTokenizer({ json: { pre_tokenizer: null }, model: { ignore_merges: true } }));
    assert.deepEqual(whole.encode('<s>'), spelt('<s>'));
  });

  it('are not written by another word with their id', () => {
    const { json, config } = foreignTokenizer({ pieces: ['end'] });
    const { model } = json as { readonly model: { readonly vocab: object } };
    const twice = {
      ...json,
      added_tokens: [
        { id: 3, content: '<|im_end|>', special: true },
        { id: 3, content: 'bye', special: false },
      ],
      model: { ...model, ignore_merges: true, vocab: { ...model.vocab, end: 3 } },
    };
    const encoding = open({ json: twice, config });
    assert.deepEqual(encoding.encode('end'), spelt('end'));
    assert.deepEqual(encoding.encode('bye'), spelt('bye'));
  });

  it('do not include the unknown token, unless it is another one as well', () => {
    const plain = sentencePieceTokenizer({ model: { byte_fallback: false } });
    assert.deepEqual(open(plain).encode('é'), [5 + 256, foreignSpecials['<unk>']]);
    assert.equal(open(plain).controls.has('<unk>'), false);
    const shared = sentencePieceTokenizer({
      model: { byte_fallback: false },
      config: { eos_token: '<unk>' },
    });
    assert.deepEqual(open(shared).encode('aéb'), open(plain).encode('ab'));
    assert.equal(open(shared).controls.get('<unk>'), foreignSpecials['<unk>']);
  });
});
