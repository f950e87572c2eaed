import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { Judge } from '../harness/index.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { tinyRun } from '../harness/train/testing/tiny-run.ts';
import { writeTinyEmbeddedPolicy } from './testing/tiny-embedded-policy.ts';
import { tinyEmbeddedKit } from './testing/tiny-embedded-kit.ts';

/** Pays for one of the four answers, whatever was asked: the least that a policy can learn. */
const greyJudge: Judge = ({ answer }) =>
  Promise.resolve({ kind: answer === 'grey' ? 'correct' : 'incorrect' });

describe('GRPO on the embedded engine', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  const model = newFolder();
  before(() => writeTinyEmbeddedPolicy(model));

  for (const seed of [1, 2, 3])
    it(`learns what is paid with seed ${seed}`, async () => {
      const steps = 12;
      const config = { seed, steps, questionsPerStep: 4, groupSize: 8, evaluateEvery: steps };
      const accuracies: (number | null)[] = [];
      const kit = { ...(await tinyEmbeddedKit(model, config)), judge: greyJudge };
      try {
        const { record } = await tinyRun(newFolder(), kit, {
          onEvent: (event) => {
            if (event.kind === 'evaluation' && event.split === 'held-out') accuracies.push(event.accuracy);
          },
        });
        assert.equal(record.status, 'complete');
      } finally {
        await kit.close();
      }
      const [start = null, end = null] = accuracies;
      assert.ok(start !== null && start <= 0.5, `the base policy already answers grey: ${start}`);
      assert.equal(end, 1);
    });
});
