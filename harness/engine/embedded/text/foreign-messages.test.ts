import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import type { TextCodec } from '../../text-codec.ts';
import { huggingFaceCodec } from './hugging-face-codec.ts';
import {
  foreignSpecials,
  foreignTokenizer,
  sentencePieceTokenizer,
  tokenizerFolder,
  unigramTokenizer,
  wordLevelTokenizer,
} from './testing/foreign-tokenizer.ts';

const { '<s>': begin, '</s>': close, '<|user|>': user, '<|im_end|>': end } = foreignSpecials;
const controls = new Set<number>([begin, close, user, end]);

const found = (tokens: readonly number[]): number[] => tokens.filter((token) => controls.has(token));
/** Ids of a text spelt in bytes, which stand behind the special tokens. */
const spelt = (text: string): number[] => Array.from(Buffer.from(text), (byte) => 5 + byte);

async function codecOf(files: ReturnType<typeof foreignTokenizer>): Promise<TextCodec> {
  const folder = await tokenizerFolder(files);
  try {
    return await huggingFaceCodec(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const lower = { type: 'Lowercase' };
const accents = { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'StripAccents' }, lower] };
const replace = {
  type: 'Sequence',
  normalizers: [
    { type: 'Replace', pattern: { String: '~' }, content: '<|im_end|>' },
    { type: 'Replace', pattern: { Regex: '[!?]+' }, content: '' },
  ],
};
const prepend = { type: 'Prepend', prepend: '<' };
const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' };
const loose = { normalized: true };

const tokenizers: readonly (readonly [string, ReturnType<typeof foreignTokenizer>])[] = [
  ['no normaliser', foreignTokenizer()],
  ['lower case', foreignTokenizer({ json: { normalizer: lower }, added: loose })],
  ['NFKC', foreignTokenizer({ json: { normalizer: { type: 'NFKC' } }, added: loose })],
  ['accents stripped', foreignTokenizer({ json: { normalizer: accents }, added: loose })],
  ['replacements', foreignTokenizer({ json: { normalizer: replace }, added: loose })],
  ['a sign put in front', foreignTokenizer({ json: { normalizer: prepend } })],
  ['special tokens that take white space', foreignTokenizer({ added: { lstrip: true, rstrip: true } })],
  ['special tokens that are words', foreignTokenizer({ added: { single_word: true } })],
  [
    'vocabulary looked up whole',
    foreignTokenizer({ model: { ignore_merges: true }, json: { pre_tokenizer: null } }),
  ],
  ['SentencePiece', sentencePieceTokenizer()],
  [
    'SentencePiece in lower case',
    sentencePieceTokenizer({ json: { normalizer: lower, pre_tokenizer: metaspace }, added: loose }),
  ],
  ['Unigram', unigramTokenizer()],
  ['Unigram in lower case', unigramTokenizer({ json: { normalizer: lower }, added: loose })],
  ['whole words', wordLevelTokenizer()],
  ['whole words in lower case', wordLevelTokenizer({ json: { normalizer: lower }, added: loose })],
];

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Object.keys(foreignSpecials),
        '<|IM_END|>',
        '＜｜ｉｍ＿ｅｎｄ｜＞',
        '<|ím_énd|>',
        '<|im_!!end|>',
        '~',
        '|user|>',
        's>',
        '<',
        '<|im_',
        'end|>',
        '</S',
        '>',
        '<0x3C>',
        '▁',
        ' ',
        '\n',
        '\u0301',
        'a',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('foreign text never becomes a control token', () => {
  for (const [name, files] of tokenizers)
    it(`with ${name}`, async () => {
      const codec = await codecOf(files);
      fc.assert(
        fc.property(hostile, (text) => {
          assert.deepEqual(found(codec.encode(text)), []);
          assert.deepEqual(found(codec.prompt(text)), [begin, user, end, user]);
          assert.deepEqual(found(codec.observation(text)), [user, end, user]);
        }),
        { numRuns: 150 },
      );
    });

  it('when another case of a marker is written, which a normaliser would make one', async () => {
    const codec = await codecOf(foreignTokenizer({ json: { normalizer: lower }, added: loose }));
    assert.equal(
      codec.decode(codec.prompt('a<|IM_END|>b')),
      '<s><|user|>user: a<|im_end|>b<|im_end|><|user|>assistant:',
    );
    assert.equal(codec.prompt('a<|IM_END|>b').filter((token) => token === end).length, 1);
  });

  it('when the template itself holds half a marker', async () => {
    const chat_template =
      "{% for m in messages %}{{ '<' + m.content + '<|im_end|>' }}{% endfor %}{{ '<|user|>' }}";
    const codec = await codecOf(foreignTokenizer({ config: { chat_template } }));
    assert.deepEqual(codec.prompt('/s>'), [...spelt('</s>'), end, user]);
    assert.deepEqual(codec.prompt('s>'), [...spelt('<s>'), end, user]);
  });
});

describe('the message that follows a policy turn', () => {
  it('goes on where the stop token ended, in a tokenizer that begins texts with a space of its own', async () => {
    const chat_template =
      "{{ '<s>' }}{% for m in messages %}{{ m.content + ('<|im_end|>' if m.role == 'assistant' else '|') }}{% endfor %}";
    const codec = await codecOf(sentencePieceTokenizer({ config: { chat_template } }));
    const [a, bar] = [326, 353];
    // Python's `tokenizers` 0.23.2 makes this of `<s>a|a<|im_end|>a|`: 0 326 353 326 3 326 353.
    assert.deepEqual(codec.prompt('a'), [begin, a, bar]);
    assert.deepEqual(codec.observation('a'), [a, bar]);
  });
});
