import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from '../harness/core/package-root.ts';
import { openTokenPolicy } from '../harness/engine/open-policy.ts';
import { requireScorer } from '../harness/engine/requirements.ts';

const fixtures = join(packageRoot(), 'test', 'fixtures', 'llama');
const folders = ['multi-head-tied', 'multi-head-untied', 'grouped-head-tied', 'grouped-head-untied'];
const golden = z.record(
  z.string(),
  z.object({ sequences: z.array(z.array(z.int())), logprobs: z.array(z.array(z.number())) }),
);
/** Float32 against float64 over two layers; the largest difference measured on x64 is 1.5e-5. */
const tolerance = 1e-4;

describe('log-probabilities of the embedded engine', () => {
  for (const folder of folders) {
    it(`agree with the float64 reference for ${folder}`, async () => {
      const expected = golden.parse(JSON.parse(await readFile(join(fixtures, 'golden.json'), 'utf8')))[
        folder
      ];
      assert.ok(expected !== undefined);
      const policy = await openTokenPolicy(
        { kind: 'embedded', folder: join(fixtures, folder) },
        { provider: 'cpu', threads: 1 },
      );
      try {
        const actual = await requireScorer(policy).logprobs(expected.sequences, { temperature: 1 });
        assert.ok(largestDifference(actual, expected.logprobs) < tolerance);
      } finally {
        await policy.close();
      }
    });
  }
});

/** Infinite when the shapes differ or a value is not a number. */
function largestDifference(
  actual: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): number {
  assert.deepEqual(
    actual.map((row) => row.length),
    expected.map((row) => row.length),
  );
  const differences = expected.flatMap((row, i) =>
    row.map((value, j) => Math.abs(value - (actual[i]?.[j] ?? NaN))),
  );
  return differences.every((difference) => !Number.isNaN(difference)) ? Math.max(...differences) : Infinity;
}
