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

const range = z.tuple([z.number(), z.number()]);
const assayed = z.object({
  seed: z.number(),
  samples: z.number(),
  rows: z.array(
    z.object({
      id: z.string(),
      share: z.object({ estimate: z.number() }).nullable(),
      aim: range.nullable(),
    }),
  ),
});
type Assayed = z.infer<typeof assayed>;

/** Shares by row of `assay.json`. */
type Shares = ReadonlyMap<string, number>;

function sharesOf({ rows }: Pick<Assayed, 'rows'>): Shares {
  return new Map(rows.flatMap(({ id, share }) => (share === null ? [] : [[id, share.estimate]])));
}

/** Aims that a policy misses or was not held to; none for a policy with room. */
function missesOf({ rows }: Pick<Assayed, 'rows'>): string[] {
  return Object.keys(policyAims.shares).filter((id) => {
    const { share = null, aim = null } = rows.find((row) => row.id === id) ?? {};
    return share === null || aim === null || share.estimate < aim[0] || share.estimate > aim[1];
  });
}

/** Aims that a shipped policy is known to miss; data/meridian/CARD.md has by how much. */
const known: Readonly<Record<string, readonly string[]>> = {
  'data/models/meridian-search-r1': ['follows-bridge', 'exploration/two-hop-case'],
  'data/models/meridian-search-r1-2': ['follows-bridge', 'exploration/two-hop-case'],
};

/** The rows that a few samples tell nearly as well as many. */
const steady = ['accuracy/dev', 'never-searches', 'format', 'reading'];

describe('the shipped base policies', () => {
  for (const { folder, protocol } of startPolicies) {
    const path = join(packageRoot(), folder);
    const stored = assayed.parse(JSON.parse(readFileSync(join(path, 'assay.json'), 'utf8')));

    it(`${folder} was measured to have room`, () => {
      assert.equal(stored.samples, policyAims.samples);
      assert.deepEqual(missesOf(stored), known[folder] ?? []);
    });

    it(`${folder} is the policy that was measured`, async () => {
      const reproduction = await findReproduction(protocol === 'rezero' ? 'rezero' : 'zerosearch');
      const found = await assayPolicy(reproduction, {
        model: path,
        seed: stored.seed,
        samples: 4,
        questions: 24,
        heldOut: false,
        place: { provider: 'cpu', threads: 1 },
      });
      const [now, then] = [sharesOf(assayed.parse(found)), sharesOf(stored)];
      for (const row of steady) {
        const [share = NaN, before = NaN] = [now.get(row), then.get(row)];
        // Four samples of 64 to 88 questions: two standard errors are 5 points.
        assert.ok(Math.abs(share - before) < 0.08, `${row}: ${share} now, ${before} in assay.json`);
      }
    });
  }

  it('would not pass for a policy that searches on by itself', () => {
    const patient = Object.entries(policyAims.shares).map(([id, [least, most]]) => ({
      id,
      share: { estimate: id === 'again-after-miss' ? 0.35 : least },
      aim: range.parse([least, most]),
    }));
    assert.deepEqual(missesOf({ rows: patient }), ['again-after-miss']);
    assert.ok(missesOf({ rows: [] }).includes('format'));
  });
});
