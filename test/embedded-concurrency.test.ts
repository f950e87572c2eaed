import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { requireTrainable } from '../harness/engine/index.ts';
import { type Episode, playEpisodes, Random } from '../harness/index.ts';
import { playerOf } from '../harness/run/player.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { writeTinyEmbeddedPolicy } from './testing/tiny-embedded-policy.ts';
import { tinyEmbeddedKit } from './testing/tiny-embedded-kit.ts';

describe('episodes on the embedded engine', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const model = newFolder();
  before(() => writeTinyEmbeddedPolicy(model));

  it('are the same to the last bit, played one by one or all at once', async () => {
    const kit = await tinyEmbeddedKit(model);
    const play = (concurrency: number): Promise<Episode[][]> =>
      playEpisodes(kit.dataset.train, {
        ...playerOf(kit),
        // Hot, so that a policy that was taught its answers gives others too.
        sampling: { temperature: 2 },
        step: 1,
        samples: 6,
        concurrency,
        random: Random.seeded(1).fork('train'),
      });
    const serial = await play(1);
    await requireTrainable(kit.policy).learner.publish();
    assert.deepEqual(await play(24), serial);
    await kit.close();
    const texts = serial.flat().map(({ turns }) => JSON.stringify(turns));
    assert.ok(
      new Set(texts).size > 12,
      `${new Set(texts).size} of ${texts.length} episodes differ, too few to tell`,
    );
  });
});
