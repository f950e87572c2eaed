import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import type { TextEncoding } from '../../text-codec.ts';
import { huggingFaceEncoding } from './hugging-face-codec.ts';
import { StopStrings } from './stop-strings.ts';
import { foreignTokenizer, sentencePieceTokenizer, tokenizerFolder } from './testing/foreign-tokenizer.ts';

/** How many tokens are taken, the one that completes a stop string included; null where none does. */
function taken(tokens: readonly number[], stops: StopStrings): number | null {
  const at = tokens.findIndex((token) => stops.completedBy(token));
  return at < 0 ? null : at + 1;
}

/** The definition: the fewest tokens whose text contains a stop string. */
function assertAsDefined(tokens: readonly number[], stops: readonly string[], encoding: TextEncoding): void {
  const decode = (some: readonly number[]): string => encoding.decode(some);
  const contains = (count: number): boolean =>
    stops.some((stop) => decode(tokens.slice(0, count)).includes(stop));
  const at = tokens.findIndex((_, i) => contains(i + 1));
  assert.equal(taken(tokens, new StopStrings(stops, decode)), at < 0 ? null : at + 1);
}

describe('stop strings', () => {
  const words = ['a', '</search', '>', '>\n', '>.', '><', ' b', '</', 'search'];
  const decodeWords = (tokens: readonly number[]): string =>
    tokens.map((token) => words[token] ?? '').join('');
  const idsOf = (...texts: readonly string[]): number[] => texts.map((text) => words.indexOf(text));

  for (const end of ['>', '>\n', '>.', '><'])
    it(`stop at the token ${JSON.stringify(end)} that completes a tag, whatever else is in it`, () => {
      const stops = new StopStrings(['</answer>', '</search>'], decodeWords);
      assert.equal(taken(idsOf('a', '</', 'search', end, ' b', 'a'), stops), 4);
    });

  it('do not stop before the string is complete, nor without strings', () => {
    assert.equal(
      taken(idsOf('</search', ' b', '>', 'search', '>'), new StopStrings(['</search>'], decodeWords)),
      null,
    );
    assert.equal(taken(idsOf('</search', '>'), new StopStrings([], decodeWords)), null);
  });

  it('are found however long ago the text began, at a cost that grows with its length alone', () => {
    let decoded = 0;
    const counting = (tokens: readonly number[]): string => {
      decoded += tokens.length;
      return decodeWords(tokens);
    };
    const tokens = [...Array.from({ length: 20_000 }, (_, i) => i % 2), ...idsOf('</', 'search', '>\n')];
    assert.equal(taken(tokens, new StopStrings(['</search>'], counting)), 20_003);
    assert.ok(decoded < 100 * tokens.length, `${decoded} tokens decoded`);
  });

  it('are refused when empty, and when there is nothing to decode with', () => {
    assert.throws(() => new StopStrings(['a', ''], decodeWords), {
      kind: 'engine',
      message: /stop string is empty/,
    });
    assert.throws(
      () =>
        new StopStrings(['a'], () => {
          throw new Error('no tokenizer');
        }),
      /no tokenizer/,
    );
  });
});

describe('stop strings of tokens that are parts of characters', () => {
  const folders: string[] = [];
  let byteLevel: TextEncoding;
  let sentencePiece: TextEncoding;

  before(async () => {
    folders.push(await tokenizerFolder(foreignTokenizer()), await tokenizerFolder(sentencePieceTokenizer()));
    byteLevel = await huggingFaceEncoding(folders[0] ?? '');
    sentencePiece = await huggingFaceEncoding(folders[1] ?? '');
  });
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  const stops = ['。', '</s>', 'é!', '🚀', ' b'];
  const pieces = fc.constantFrom(
    'a',
    'é',
    '日',
    '本',
    '🚀',
    '👩',
    '<',
    '/',
    '>',
    '</s',
    '!',
    ' ',
    'b',
    '。',
    '\n',
  );
  const someStops = fc.uniqueArray(fc.constantFrom(...stops), { minLength: 1, maxLength: 2 });

  it('are found as in the whole text, bytes being spelt one token each', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 120 }), someStops, (parts, wanted) => {
        for (const encoding of [byteLevel, sentencePiece]) {
          const tokens = encoding.encode(parts.join(''));
          assertAsDefined(tokens, wanted, encoding);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are found at the end of long runs of characters that are spelt in bytes', () => {
    for (const [text, stop] of [
      ['日本'.repeat(60), '。'],
      ['🚀'.repeat(60), '日'],
      ['é'.repeat(101), '🚀🚀'],
    ] as const)
      for (const encoding of [byteLevel, sentencePiece]) {
        const tokens = encoding.encode(`${text}${stop}a`);
        const decode = (some: readonly number[]): string => encoding.decode(some);
        assert.equal(taken(tokens, new StopStrings([stop], decode)), tokens.length - 1);
      }
  });

  it('are found behind bytes that are no text', () => {
    const broken = Array.from({ length: 200 }, (_, i) => byteLevel.encode('é。')[i % 2 === 0 ? 1 : 3] ?? NaN);
    const tokens = [...broken, ...byteLevel.encode('</s>a')];
    assertAsDefined(tokens, ['</s>'], byteLevel);
  });
});
