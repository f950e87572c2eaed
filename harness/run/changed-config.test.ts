import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tinyConfig } from '../train/testing/tiny-run.ts';
import { changedConfig, changesIn, changesText, departures } from './changed-config.ts';
import { parseRunConfig } from './run-config.ts';

describe('a changed configuration', () => {
  const own = parseRunConfig(tinyConfig());

  it('has the given values by path, in lists too, and is otherwise its own', () => {
    const weighted = own.rewards.map((reward, at) => (at === 0 ? { ...reward, weight: 7 } : reward));
    assert.deepEqual(
      changedConfig(own, { 'learningRate.peak': 3e-4, 'rewards.0.weight': 7, trainOn: 'response' }),
      {
        ...own,
        learningRate: { ...own.learningRate, peak: 3e-4 },
        rewards: weighted,
        trainOn: 'response',
      },
    );
    assert.deepEqual(changedConfig(own, {}), own);
  });

  it('is refused by the schema, and by name of the path', () => {
    const refused: readonly (readonly [path: string, value: unknown, words: RegExp])[] = [
      ['learningRate.peak', 'high', /learningRate\.peak: /u],
      ['learningRate.peek', 1, /learningRate: .*peek/u],
      ['colour', 'red', /colour/u],
      ['steps', 0, /steps: /u],
      ['steps.more', 1, /"steps\.more": steps is \d+ and holds nothing further/u],
      ['rewards.9.weight', 1, /"rewards\.9\.weight": rewards is a list of \d+, counted from 0/u],
      ['__proto__.steps', 1, /"__proto__\.steps" is no path/u],
      ['adam..beta1', 1, /"adam\.\.beta1" is no path/u],
      ['seed', 3, /"seed" is no setting .* --seeds/u],
    ];
    for (const [path, value, message] of refused)
      assert.throws(() => changedConfig(own, { [path]: value }), { kind: 'configuration', message }, path);
  });

  it('takes fields of a part one by one, and whole what names its kind', () => {
    const part = {
      learningRate: { peak: 1 },
      search: { kind: 'bm25' },
      algorithm: { name: 'rloo' },
      rewards: [1],
    };
    assert.deepEqual(changesIn(part), {
      'learningRate.peak': 1,
      search: { kind: 'bm25' },
      algorithm: { name: 'rloo' },
      rewards: [1],
    });
  });

  it('names the fields in which it departs, null for one that it lost', () => {
    const noisy = { ...own, search: { kind: 'noise', rate: 0.1, of: { kind: 'bm25' } } } as const;
    const changed = changedConfig(noisy, { search: { kind: 'bm25' }, 'learningRate.peak': 3e-4 });
    assert.deepEqual(departures(noisy, changed), {
      'search.kind': 'bm25',
      'search.rate': null,
      'search.of.kind': null,
      'learningRate.peak': 3e-4,
    });
    assert.deepEqual(departures(own, changedConfig(own, { 'learningRate.peak': own.learningRate.peak })), {});
    assert.equal(
      changesText({ 'learningRate.peak': 3e-4, 'search.rate': null }),
      'learningRate.peak = 0.0003, search.rate = null',
    );
    assert.equal(changesText({ prompt: 'x'.repeat(80) }), `prompt = "${'x'.repeat(59)}…`);
  });
});
