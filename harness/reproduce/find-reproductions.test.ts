import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rewardSet, rewardSets, rewardSetsOf } from './find-reproductions.ts';

describe('rewardSet', () => {
  it('finds the combinations of every reproduction by name', async () => {
    const names = ['embedded', 'paper-2025-04-04', 'zerosearch-f1', 'zerosearch-f1-retry'];
    const sets = await rewardSets();
    for (const name of names) assert.deepEqual(await rewardSet(name), sets.get(name) ?? assert.fail(name));
  });

  it('gives the rewards that a reproduction brings along', () => {
    const set = { rewards: [{ name: 'own', weight: 1, reward: 'toy/own' }], judge: 'match' } as const;
    const own = { 'toy/own': () => ({ value: 1 }) };
    const sets = rewardSetsOf([{ id: 'toy', rewards: { set }, brings: { rewards: own } }]);
    assert.deepEqual(sets.get('set'), { ...set, own });
  });

  it('refuses a name that two reproductions have', () => {
    const set = { rewards: [], judge: 'match' } as const;
    const [first, second] = [
      { id: 'first', rewards: { own: set, shared: set } },
      { id: 'second', rewards: { shared: set } },
    ];
    assert.deepEqual([...rewardSetsOf([first]).keys()], ['own', 'shared']);
    assert.throws(() => rewardSetsOf([first, second]), {
      kind: 'configuration',
      message: 'two reproductions have a reward preset "shared", one of them second; rename one',
    });
  });

  it('refuses an unknown name and lists the known ones', async () => {
    await assert.rejects(rewardSet('papr'), {
      kind: 'configuration',
      message: /no reward preset "papr".*paper-2025-04-04.*corrected/u,
    });
  });
});
