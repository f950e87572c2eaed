import { rm } from 'node:fs/promises';
import { after, before, describe } from 'mocha';
import { tinyFolder } from '../harness/engine/embedded/testing/tiny-model.ts';
import { embeddedPolicy } from '../harness/engine/embedded/worker/embedded-policy.ts';
import { openEngineInThread } from '../harness/engine/embedded/worker/engine-in-thread.ts';
import { engineContract } from '../harness/engine/testing/engine-contract.ts';

describe('without its worker, which passes every call on', () => {
  let folder = '';
  before(async () => {
    folder = await tinyFolder();
  });
  after(() => rm(folder, { recursive: true }));

  engineContract('the embedded engine', {
    create: async () => embeddedPolicy(await openEngineInThread({ folder, lanes: 16 })),
    prompts: [
      [1, 2, 3],
      [4, 2, 5, 6],
    ],
    stopToken: 7,
    learningRate: 1e-2,
  });
});
