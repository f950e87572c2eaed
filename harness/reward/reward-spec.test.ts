import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rewardSpecs } from './rewards.ts';

const f1 = { name: 'f1', weight: 1, reward: 'f1' };

const problems = (specs: unknown): string[] =>
  rewardSpecs.safeParse(specs).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ??
  [];

describe('rewardSpecs', () => {
  it('takes rewards of the table, and a default answer around one', () => {
    const specs = [f1, { ...f1, name: 'em', reward: { kind: 'default-answer', answer: 'x', of: 'em' } }];
    assert.deepEqual(rewardSpecs.parse(specs), specs);
  });

  it('names the rewards there are to one that asks for another', () => {
    const said = /^1\.reward: expected answer-words, .*whole-chunk.*, or .*"default-answer"/u;
    for (const reward of ['f2', { kind: 'default', of: 'em' }, null]) {
      const found = problems([f1, { ...f1, name: 'other', reward }]);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', said);
    }
    const empty = { kind: 'default-answer', answer: '', of: 'em' };
    assert.match(problems([{ ...f1, reward: empty }]).join(), /^0\.reward\.answer: Too small/u);
  });

  it('refuses no reward at all, and two of one name', () => {
    assert.match(problems([]).join(), /^: Too small/u);
    assert.deepEqual(problems([f1, { ...f1, weight: 2 }]), [': two rewards have one name']);
    assert.deepEqual(problems([{ ...f1, name: 'F-1' }]), ['0.name: must be in snake_case']);
  });
});
