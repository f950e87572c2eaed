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

  const adapter = { rank: 3, alpha: 6, targetModules: 'all-linear' } as const;
  for (const [name, options] of [
    ['the embedded engine', {}],
    ['the embedded engine with an adapter', { adapter }],
  ] as const)
    engineContract(name, {
      create: async () => embeddedPolicy(await openEngineInThread({ folder, lanes: 16, ...options })),
      prompts: [
        [1, 2, 3],
        [4, 2, 5, 6],
      ],
      stopToken: 7,
      learningRate: 1e-2,
    });
});
