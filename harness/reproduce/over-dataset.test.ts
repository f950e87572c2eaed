import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fails } from '../data/models/testing/fails.ts';
import { findReproduction } from './find-reproductions.ts';
import { overDataset } from './over-dataset.ts';
import { configOf } from './reproduction.ts';

describe('a reproduction over other data', () => {
  it('asks other questions in every arm, without the extended set, and draws noise only from a corpus', async () => {
    const rezero = await findReproduction('rezero');
    const run = { arm: 'three-reward', seed: 1, profile: rezero.profiles.smoke };
    const own = configOf(rezero, run);
    assert.deepEqual([own.evaluation, own.search.kind], [{ samples: 1, extended: 1 }, 'noise']);
    assert.equal(await overDataset(rezero, { dataset: null, files: undefined }), rezero);

    const files = { corpus: '/c.jsonl', questions: '/q.jsonl' };
    const mine = configOf(await overDataset(rezero, { dataset: 'own', files }), run);
    assert.deepEqual(mine, { ...own, dataset: 'own', evaluation: { samples: 1 } });

    const nq = configOf(await overDataset(rezero, { dataset: 'nq:first-500', files: undefined }), run);
    assert.deepEqual(nq, { ...mine, dataset: 'nq:first-500', search: { kind: 'bm25' } });

    const withCorpus = { dataset: 'nq', files: { corpus: '/c.jsonl' } };
    assert.deepEqual(configOf(await overDataset(rezero, withCorpus), run).search, own.search);
    await assert.rejects(
      overDataset(rezero, { dataset: 'nqq', files: undefined }),
      fails('configuration', /there is no data set "nqq"/),
    );
  });
});
