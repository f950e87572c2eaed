import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from '../../../core/package-root.ts';
import { tokenizerJson } from './tokenizer-json.ts';
import { trustedEncoding, type TrustedEncoding } from './trusted-encoding.ts';

const folder = join(packageRoot(), 'test', 'fixtures', 'tokenizers');
const digests = z.array(z.string());
const golden = z
  .object({
    fragments: z.array(z.string()),
    count: z.int(),
    block: z.int(),
    goldens: z.record(
      z.string(),
      z.object({
        seed: z.int(),
        vocabularySize: z.int(),
        shown: z.array(z.array(z.int())),
        ids: digests,
        decoded: digests,
        prefixes: digests,
        random: digests,
      }),
    ),
  })
  .parse(read('golden.json'));

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

/** Numbers of the generator that `test/peers/tokenizers_golden.py` draws by. */
function drawsFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state * limit) / 2 ** 32);
  };
}

/** That many lists of up to `longest` things. */
function drawLists<T>(
  count: number,
  longest: number,
  { below, draw }: { readonly below: (limit: number) => number; readonly draw: () => T },
): T[][] {
  return Array.from({ length: count }, () => Array.from({ length: 1 + below(longest) }, draw));
}

/** Digests of a block of lines each. */
function digestsOf(lines: readonly string[]): string[] {
  const { block } = golden;
  return Array.from({ length: Math.ceil(lines.length / block) }, (_, i) =>
    createHash('sha256')
      .update(
        lines
          .slice(i * block, (i + 1) * block)
          .map((line) => `${line}\0\n`)
          .join(''),
      )
      .digest('hex')
      .slice(0, 16),
  );
}

function open(name: string): TrustedEncoding {
  return trustedEncoding({ json: tokenizerJson.parse(read(`${name}.json`)), config: {}, file: name });
}

describe('ids and texts are those of Python’s tokenizers', function () {
  this.timeout(30_000);
  for (const [name, expected] of Object.entries(golden.goldens))
    describe(name, () => {
      let encoding: TrustedEncoding;
      let ids: readonly (readonly number[])[];

      before(() => {
        const below = drawsFrom(expected.seed);
        const draw = (): string => golden.fragments[below(golden.fragments.length)] ?? '';
        encoding = open(name);
        ids = drawLists(golden.count, 14, { below, draw }).map((parts) => encoding.encode(parts.join('')));
      });

      it(`of ${golden.count} texts of words, spaces, marks and odd letters`, () => {
        assert.equal(encoding.vocabularySize, expected.vocabularySize);
        assert.deepEqual(ids.slice(0, expected.shown.length), expected.shown);
        assert.deepEqual(digestsOf(ids.map((row) => row.join(','))), expected.ids);
      });

      it('decoded, whole and as they grow', () => {
        assert.deepEqual(digestsOf(ids.map((row) => encoding.decode(row))), expected.decoded);
        const prefixes = ids.slice(0, 100).flatMap((row) => row.map((_, i) => row.slice(0, i + 1)));
        assert.deepEqual(digestsOf(prefixes.map((row) => encoding.decode(row))), expected.prefixes);
      });

      it('decoded from ids at random', () => {
        const below = drawsFrom(expected.seed + 1);
        const lists = drawLists(500, 12, { below, draw: () => below(expected.vocabularySize) });
        assert.deepEqual(digestsOf(lists.map((row) => encoding.decode(row))), expected.random);
      });
    });
});
