import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace } from '../harness/baseline/testing/play-baseline.ts';
import { learnTiny } from '../harness/baseline/testing/tiny-ground.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { tinyDataset } from '../harness/train/testing/tiny-world.ts';
import sft from './sft.ts';

describe('supervised fine-tuning', () => {
  const newFolder = temporaryFolders();

  it('is asked as the direct answer is', async () => {
    const { turns, searches } = await playTrace(sft, { says: ['Jim Lovell</answer>'] });
    assert.deepEqual(lines(turns), [
      'prompt: Question: Who led Apollo 13?',
      'written: <answer>',
      'policy: Jim Lovell</answer>',
    ]);
    assert.deepEqual(searches, []);
  });

  it('is taught the answer of each training question, each once an epoch, and nothing else', async () => {
    const ground = { folder: newFolder(), settings: { epochs: 2, batch: 3 }, seed: 1, steps: 1 };
    const { taught, steps } = await learnTiny(sft, ground);
    const epoch = ['blue </answer>', 'green </answer>', 'grey </answer>', 'red </answer>'];
    assert.deepEqual([taught.slice(0, 4).sort(), taught.slice(4).sort()], [epoch, epoch]);
    assert.deepEqual(steps.at(-1), [4, 4]);
  });

  it('refuses data without answers', async () => {
    const dataset = { ...tinyDataset(), train: [] };
    const ground = { folder: newFolder(), settings: {}, seed: 1, steps: 1, parts: { dataset } };
    await assert.rejects(learnTiny(sft, ground), {
      kind: 'data',
      message: /no training question with an answer/u,
    });
  });
});
