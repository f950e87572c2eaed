import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'mocha';
import { publishedResults } from '../core/result-folders.ts';
import { fails } from '../data/models/testing/fails.ts';
import { chosenData, requireNoOtherData } from './data-flags.ts';
import { requireOwnResults } from './run-flags.ts';

function over(dataset: string | null, results: string): void {
  requireOwnResults({ dataset, files: undefined }, results);
}

describe('the flags of data', () => {
  it('name a data set, files of your own, or a corpus for a data set, with absolute paths', async () => {
    const corpus = resolve('c.csv');
    assert.deepEqual(await chosenData({}), { dataset: null, files: undefined });
    assert.deepEqual(await chosenData({ dataset: 'nq' }), { dataset: 'nq', files: undefined });
    assert.deepEqual(await chosenData({ dataset: 'nq', corpus: 'c.csv' }), {
      dataset: 'nq',
      files: { corpus },
    });
    assert.deepEqual(await chosenData({ corpus: 'c.csv', questions: 'q.csv' }), {
      dataset: 'own',
      files: { corpus, questions: resolve('q.csv') },
    });
    await assert.rejects(
      chosenData({ questions: 'q.csv' }),
      fails('configuration', /give --corpus FILE, too/),
    );
    await assert.rejects(
      chosenData({ data: '/nowhere' }),
      fails('data', /\/nowhere can't be read; name a folder/),
    );
  });

  it('keep results over other data out of the shipped ones, and other data out of what has its own', () => {
    const shipped = publishedResults();
    assert.throws(() => over('nq', shipped), fails('configuration', /folder of their own by --results/));
    over('nq', '/elsewhere');
    over(null, shipped);
    assert.throws(
      () => requireNoOtherData({ corpus: 'c' }, 'a bench'),
      fails('configuration', /^a bench has its own/),
    );
    requireNoOtherData({ questions: 'first' }, 'released');
  });
});
