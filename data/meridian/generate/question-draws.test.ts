import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { Random } from '../../../harness/core/random.ts';
import { drawEvenly } from './question-draws.ts';

describe('drawEvenly', () => {
  it('holds the share to within one in any run of draws', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(200), (seed, share, n) => {
        const draw = drawEvenly(Random.seeded(seed), share);
        for (let skipped = seed % 7; skipped > 0; skipped -= 1) draw();
        const yes = Array.from({ length: n }, draw).filter(Boolean).length;
        assert.ok(Math.abs(yes - share * n) <= 1 + 1e-9, `${yes} of ${n} at ${share}`);
      }),
    );
  });
});
