import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { policyAims } from '../data/meridian/policies/policy-aims.ts';
import { startPolicies } from '../data/meridian/policies/start-policies.ts';
import { packageRoot } from '../harness/core/package-root.ts';
import { assayPolicy } from '../harness/reproduce/assay-policy.ts';
import { findReproduction } from '../harness/reproduce/find-reproductions.ts';

const assayed = z.object({
  seed: z.number(),
  samples: z.number(),
  rows: z.array(z.object({ id: z.string(), share: z.object({ estimate: z.number() }).nullable() })),
});

/** Shares by row of `assay.json`. */
type Shares = ReadonlyMap<string, number>;

function sharesOf(found: unknown): Shares {
  const { rows } = assayed.parse(found);
  return new Map(rows.flatMap(({ id, share }) => (share === null ? [] : [[id, share.estimate]])));
}

/** Aims that a policy misses, and by how much; none for a policy with room. */
function missesOf(shares: Shares): string[] {
  return Object.entries(policyAims.shares).flatMap(([id, [least, most]]) => {
    const share = shares.get(id);
    if (share === undefined) return [`${id} not measured`];
    return share >= least && share <= most ? [] : [`${id} ${share.toFixed(3)}`];
  });
}

/** The rows that a few samples tell nearly as well as many. */
const steady = ['accuracy/dev', 'never-searches', 'format', 'reading'];

describe('the shipped base policies', () => {
  for (const { folder, protocol } of startPolicies) {
    const path = join(packageRoot(), folder);
    const json: unknown = JSON.parse(readFileSync(join(path, 'assay.json'), 'utf8'));
    const stored = sharesOf(json);

    it(`${folder} was measured to have room`, () => {
      assert.equal(assayed.parse(json).samples, policyAims.samples);
      assert.deepEqual(missesOf(stored), []);
    });

    it(`${folder} is the policy that was measured`, async () => {
      const reproduction = await findReproduction(protocol === 'rezero' ? 'rezero' : 'zerosearch');
      const found = await assayPolicy(reproduction, {
        model: path,
        seed: assayed.parse(json).seed,
        samples: 4,
        questions: 24,
        heldOut: false,
        place: { provider: 'cpu', threads: 1 },
      });
      const now = sharesOf(found);
      for (const row of steady) {
        const [share = NaN, before = NaN] = [now.get(row), stored.get(row)];
        // Four samples of 64 to 88 questions: two standard errors are 5 points.
        assert.ok(Math.abs(share - before) < 0.08, `${row}: ${share} now, ${before} in assay.json`);
      }
    });
  }

  it('would not pass for a policy that searches on by itself', () => {
    const patient = new Map(Object.keys(policyAims.shares).map((id) => [id, 0.7]));
    assert.ok(missesOf(patient).includes('never-searches 0.700'));
    assert.ok(missesOf(new Map()).includes('format not measured'));
  });
});
