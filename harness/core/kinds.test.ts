import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { kind, makeKind, specsOf } from './kinds.ts';

const kinds = [
  kind(z.strictObject({ shape: z.literal('circle'), radius: z.number() }), ({ radius }) => 3 * radius ** 2),
  kind(z.strictObject({ shape: z.enum(['square', 'box']), side: z.number() }), ({ side }) => side ** 2),
] as const;
const spec = z.discriminatedUnion('shape', specsOf(kinds));

/** As where a file gave the specification and nobody parsed it. */
const made = (value: Readonly<Record<'shape', string>>): number =>
  makeKind<number, 'shape'>(kinds, 'shape', value);

describe('specsOf', () => {
  it('gives the schemas of a table in order, to be told apart by a field', () => {
    assert.deepEqual(
      specsOf(kinds),
      kinds.map((one) => one.spec),
    );
    assert.deepEqual(spec.parse({ shape: 'circle', radius: 2 }), { shape: 'circle', radius: 2 });
    assert.deepEqual(spec.parse({ shape: 'box', side: 2 }), { shape: 'box', side: 2 });
  });

  it('takes no settings of another kind, and no kind that the table lacks', () => {
    for (const wrong of [
      { shape: 'circle', side: 2 },
      { shape: 'square', side: 2, radius: 1 },
      { shape: 'star' },
    ])
      assert.equal(spec.safeParse(wrong).success, false, JSON.stringify(wrong));
  });
});

describe('makeKind', () => {
  it('makes what the kind of the specification makes of its settings', () => {
    assert.equal(makeKind<number, 'shape'>(kinds, 'shape', spec.parse({ shape: 'circle', radius: 2 })), 12);
    assert.equal(makeKind<number, 'shape'>(kinds, 'shape', spec.parse({ shape: 'square', side: 5 })), 25);
    assert.equal(makeKind<number, 'shape'>(kinds, 'shape', spec.parse({ shape: 'box', side: 6 })), 36);
  });

  it('throws for a kind that the table lacks', () => {
    assert.throws(() => made({ shape: 'star' }), { message: 'no shape "star"' });
    assert.throws(() => makeKind<number, 'name'>(kinds, 'name', { name: 'circle' }), {
      message: 'no name "circle"',
    });
  });
});
