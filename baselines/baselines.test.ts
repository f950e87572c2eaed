import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findBaseline, findBaselines } from '../harness/baseline/find-baselines.ts';
import { baselineContract } from '../harness/baseline/testing/baseline-contract.ts';

describe('the baselines', () => {
  it('are the files of their folder, tests left out', async () => {
    const names = (await findBaselines()).map(({ id }) => id);
    for (const id of ['oracle', 'verbatim', 'most-frequent', 'direct', 'self-ask', 'ircot', 'search-o1'])
      assert.ok(names.includes(id));
    assert.deepEqual(names, [...names].sort());
  });

  it('are found by name', async () => {
    assert.equal((await findBaseline('oracle')).id, 'oracle');
    await assert.rejects(findBaseline('oracel'), {
      kind: 'configuration',
      message: /"oracel"; known: .*oracle/,
    });
  });
});

/** The oracle alone may read what the question needs: it is the ceiling. */
const readsGold = new Set(['oracle']);
/** These answer without the policy, so that nothing it says is their answer. */
const asksNobody = new Set(['most-frequent']);
/** This one learns to ask and is not paid for its answers. */
const asksOnly = new Set(['deepretrieval']);

for (const baseline of await findBaselines())
  baselineContract(baseline, {
    readsGold: readsGold.has(baseline.id),
    asksPolicy: !asksNobody.has(baseline.id),
    learns: asksOnly.has(baseline.id) ? 'query' : 'answer',
  });
