import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { measureParts } from './measure-parts.ts';
import { openSide } from './part-side.ts';
import { parts } from './parts.ts';

describe('the parts that are measured', function () {
  this.timeout(60_000);

  it('have a name each and growing sizes', () => {
    assert.equal(new Set(parts.map(({ id }) => id)).size, parts.length);
    for (const { id, sizes } of parts)
      assert.deepEqual(
        sizes,
        [...sizes].sort((a, b) => a - b),
        id,
      );
  });

  // Reports are made of committed runs, which takes seconds; `report --check` makes them in CI.
  for (const { id, sizes, open } of parts.filter((part) => part.id !== 'report'))
    it(`${id} can be opened, called and closed`, async () => {
      const { amount, call, before, close } = await open(sizes[0] ?? assert.fail());
      try {
        assert.ok(amount > 0);
        await before?.();
        await call();
      } finally {
        await close?.();
      }
    });

  it('are measured in a process of their own, which says what it lacks', async () => {
    const [parser = assert.fail()] = parts.filter(({ id }) => id === 'parser');
    const side = openSide();
    try {
      const { rows, skipped } = await measureParts([side], {
        parts: [
          { ...parser, sizes: [240] },
          { ...parser, id: 'unknown' },
        ],
        rounds: 2,
        roundMs: 5,
      });
      assert.deepEqual(skipped, { unknown: 'this version has no part "unknown"' });
      const [row = assert.fail(), ...others] = rows;
      assert.deepEqual(others, []);
      assert.deepEqual([row.size, row.amount, row.roundsMs.length], [240, 128, 2]);
      assert.ok(row.roundsMs.every((ms) => ms > 0) && row.perSecond > 0);
    } finally {
      await side.close();
    }
  });
});
