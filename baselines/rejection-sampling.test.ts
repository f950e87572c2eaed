import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import { learnTiny } from '../harness/baseline/testing/tiny-ground.ts';
import type { Judge } from '../harness/judge/judge.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import rejectionSampling from './rejection-sampling.ts';

const never: Judge = async () => ({ kind: 'incorrect' });

const right = { alpha: 'red', beta: 'green', gamma: 'blue', delta: 'grey' };

describe('rejection sampling', () => {
  const newFolder = temporaryFolders();

  it('plays under the protocol of Search-R1, whatever that of the bench is', async () => {
    const { turns } = await playTrace(rejectionSampling, {
      says: ['<search>crew</search>', '<answer>Lovell</answer>'],
      finds: { crew: ['Lovell led it.'] },
    });
    assert.deepEqual(lines(turns).slice(1), [
      'policy: <search>crew</search>',
      'observation: \n\n<information>Doc 1: Lovell led it.</information>\n\n',
      'policy: <answer>Lovell</answer>',
    ]);
  });

  it('is taught only what the policy wrote in episodes with the right answer, documents left out', async () => {
    const ground = { folder: newFolder(), settings: { samples: 8 }, seed: 1, steps: 1 };
    const { taught } = await learnTiny(rejectionSampling, ground);
    // Of 32 episodes, a quarter of which is right by chance.
    assert.ok(taught.length >= 2 && taught.length <= 20, `${taught.length} were kept`);
    for (const text of taught) {
      const [, topic = '', answer = ''] = /<search> (\w+) .*<answer> (\w+) <\/answer>/u.exec(text) ?? [];
      assert.equal(answer, right[topic as keyof typeof right], text);
      assert.doesNotMatch(text, /<information>/u);
    }
  });

  it('says so where no episode is right', async () => {
    const ground = { folder: newFolder(), settings: {}, seed: 1, steps: 1, parts: { judge: never } };
    await assert.rejects(learnTiny(rejectionSampling, ground), {
      kind: 'data',
      message: /no sampled episode of data set tiny is correct/u,
    });
  });
});
