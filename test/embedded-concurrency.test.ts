import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { type Episode, playEpisodes, Random } from '../harness/index.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { writeTinyEmbeddedPolicy } from './testing/tiny-embedded-policy.ts';
import { tinyEmbeddedRun } from './testing/tiny-embedded-run.ts';

describe('episodes on the embedded engine', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const model = newFolder();
  before(() => writeTinyEmbeddedPolicy(model));

  it('are the same to the last bit, played one by one or all at once', async () => {
    const { engine, config, dataset, ...rest } = await tinyEmbeddedRun(newFolder(), model, {});
    const { codec, protocol, search } = rest;
    const play = (concurrency: number): Promise<Episode[][]> =>
      playEpisodes(dataset.train, {
        engine,
        codec,
        protocol,
        search,
        limits: config.limits,
        sampling: { temperature: 1 },
        step: 1,
        samples: 6,
        concurrency,
        random: Random.seeded(1).fork('train'),
      });
    const serial = await play(1);
    await engine.learner.publish();
    assert.deepEqual(await play(24), serial);
    await engine.close();
    const texts = serial.flat().map(({ turns }) => JSON.stringify(turns));
    assert.ok(new Set(texts).size > 12, 'the episodes are too alike to tell');
  });
});
