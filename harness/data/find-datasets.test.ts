import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findDataset, findDatasets } from './find-datasets.ts';

describe('findDatasets', () => {
  it('finds the folders of data/ that define one, by name, and no other folder', async () => {
    const ids = (await findDatasets()).map(({ id }) => id);
    assert.ok(ids.includes('apollo13') && ids.includes('meridian') && !ids.includes('models'), ids.join());
    assert.deepEqual(ids, ids.toSorted());
  });
});

describe('findDataset', () => {
  it('finds each under its name, with what its folder defines', async () => {
    const [apollo13, meridian] = await Promise.all([findDataset('apollo13'), findDataset('meridian')]);
    assert.deepEqual([apollo13.id, meridian.id], ['apollo13', 'meridian']);
    assert.ok(apollo13.commands !== undefined && 'data fetch' in apollo13.commands);
    assert.equal(meridian.absent(), null);
    const { id, chunks } = await meridian.load();
    assert.deepEqual([id, chunks[0]?.id], ['meridian', 'c001']);
  });

  it('names the known ones to one that asks for another, and never takes a path', async () => {
    const known = (await findDatasets())
      .flatMap(({ id, variants = [] }) => [id, ...variants.map((part) => `${id}:${part}`)])
      .join(', ');
    assert.match(known, /nq, nq:first-500/u);
    const unknown = ['atlantis', 'models', '', '../data/meridian', 'Meridian'];
    for (const name of [...unknown, 'nq:', 'nq:first-5', 'nq:first-500:first-500', 'meridian:first-500'])
      await assert.rejects(findDataset(name), {
        kind: 'configuration',
        message: `there is no data set "${name}"; known: ${known}`,
      });
  });
});
