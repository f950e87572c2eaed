import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { assayRows } from '../../../harness/reproduce/assay-rows.ts';
import { loadMeridian } from '../load-meridian.ts';
import { policyAims } from './policy-aims.ts';

describe('the aims of a base policy', () => {
  it('name rows that an assay has, and reach every kind of question', async () => {
    const { train, dev, heldOut } = await loadMeridian();
    const unplayed = { sampled: [], greedy: null, handed: null };
    const asked = [
      ...train.map((question) => ({ question, split: 'train' as const, ...unplayed })),
      ...dev.map(({ value }) => ({ question: value, split: 'dev' as const, ...unplayed })),
      ...heldOut.map(({ value }) => ({ question: value, split: 'held-out' as const, ...unplayed })),
    ];
    const ids = assayRows(asked, { samples: policyAims.samples, formatted: true }).map(({ id }) => id);
    assert.deepEqual(
      Object.keys(policyAims.shares).sort(),
      ids.filter((id) => id !== 'accuracy/train' && !id.startsWith('greedy/')).sort(),
    );
  });
});
