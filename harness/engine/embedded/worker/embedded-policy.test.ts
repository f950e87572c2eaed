import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { inFolder } from '../../weights-ref.ts';
import { tinyFolder } from '../testing/tiny-model.ts';
import { createEmbeddedCritic } from './create-embedded-critic.ts';
import { embeddedPolicy, openEmbeddedPolicy } from './embedded-policy.ts';
import { openEngineInThread } from './engine-in-thread.ts';

const adam = { learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };

describe('a policy on the embedded engine', () => {
  it('has the opened weights as reference even when its own folder was written over', async () => {
    const folder = await tinyFolder();
    const policy = embeddedPolicy(await openEngineInThread({ folder, lanes: 2 }));
    try {
      const at = { temperature: 1 };
      const start = await policy.scorer.logprobs([[1, 2, 3]], at);
      const data = [{ tokens: [1, 2, 3], weights: [1, 1] }];
      await policy.learner.forwardBackward(data, { kind: 'cross_entropy', reduction: 'token-mean' });
      await policy.learner.optimStep(adam);
      assert.deepEqual(await policy.learner.save(folder), inFolder(folder));
      assert.deepEqual(await (await policy.reference()).logprobs([[1, 2, 3]], at), start);
      assert.notDeepEqual(await policy.scorer.logprobs([[1, 2, 3]], at), start);
    } finally {
      await policy.close();
      await rm(folder, { recursive: true });
    }
  });

  it('names its folder to a token that its weights do not have', async () => {
    const folder = await tinyFolder();
    const policy = embeddedPolicy(await openEngineInThread({ folder, lanes: 2 }));
    const critic = await createEmbeddedCritic({ folder });
    const refused = (name: string): object => ({
      kind: 'configuration',
      message: `token 1 of ${name} is 50, and the model in ${folder} has tokens 0 to 49; use the tokenizer that belongs to these weights`,
    });
    const { scorer, learner } = policy;
    const params = { temperature: 1, maxTokens: 1, seed: 1, stopTokens: [] };
    const data = [{ tokens: [1, 50], weights: [1] }];
    const loss = { kind: 'cross_entropy', reduction: 'token-mean' } as const;
    try {
      await assert.rejects(policy.sample([1, 50], params), refused('the prompt'));
      await assert.rejects(policy.sample([1], { ...params, allowed: [1, 50] }), refused('allowed'));
      await assert.rejects(scorer.logprobs([[1, 50]], { temperature: 1 }), refused('sequence 0'));
      await assert.rejects(learner.forwardBackward(data, loss), refused('sequence 0'));
      await assert.rejects(
        learner.supervisedSteps([data], { reduction: 'token-mean', adam: [adam] }),
        refused('sequence 0'),
      );
      await assert.rejects(critic.values([[1, 50]]), refused('sequence 0'));
      await assert.rejects(
        critic.forwardBackward([{ tokens: [1, 50], weights: [1], returns: [1], oldValues: [1] }], {
          clip: 0.2,
        }),
        refused('sequence 0'),
      );
    } finally {
      await policy.close();
      await critic.close();
      await rm(folder, { recursive: true });
    }
  });

  it('refuses every call once it is closed', async () => {
    const folder = await tinyFolder();
    const policy = embeddedPolicy(await openEngineInThread({ folder, lanes: 2 }));
    const { scorer, learner } = policy;
    const reference = await policy.reference();
    await policy.close();
    await rm(folder, { recursive: true });
    const closed = { kind: 'engine', message: 'the engine embedded/cpu is closed; open it again' };
    const params = { temperature: 1, maxTokens: 1, seed: 1, stopTokens: [] };
    await assert.rejects(policy.sample([1], params), closed);
    await assert.rejects(scorer.logprobs([[1, 2]], { temperature: 1 }), closed);
    await assert.rejects(reference.logprobs([[1, 2]], { temperature: 1 }), closed);
    await assert.rejects(policy.reference(), closed);
    await assert.rejects(learner.optimStep(adam), closed);
  });

  it('closes, in its worker or not, though no session of it opened', async () => {
    const folder = await tinyFolder();
    const options = { folder, lanes: 2, threads: 1e10 };
    for (const policy of [
      embeddedPolicy(await openEngineInThread(options)),
      await openEmbeddedPolicy(options),
    ]) {
      const failed = { kind: 'engine', message: /could not open a session/ };
      const params = { temperature: 1, maxTokens: 1, seed: 1, stopTokens: [] };
      const data = [{ tokens: [1, 2], weights: [1] }];
      const loss = { kind: 'cross_entropy', reduction: 'token-mean' } as const;
      await assert.rejects(policy.sample([1], params), failed);
      await assert.rejects(policy.scorer.logprobs([[1, 2]], { temperature: 1 }), failed);
      await assert.rejects(policy.learner.forwardBackward(data, loss), failed);
      await policy.learner.publish();
      await policy.close();
      await policy.close();
    }
    await rm(folder, { recursive: true });
  });

  it('lets the calls fail that cannot reach its worker, and goes on', async () => {
    const folder = await tinyFolder();
    const policy = await openEmbeddedPolicy({ folder, lanes: 2 });
    const unsendable = [1, (() => 2) as unknown as number];
    await assert.rejects(policy.scorer.logprobs([unsendable], { temperature: 1 }), {
      name: 'DataCloneError',
    });
    assert.equal((await policy.scorer.logprobs([[1, 2]], { temperature: 1 })).length, 1);
    await policy.close();
    await rm(folder, { recursive: true });
  });
});

describe('a policy on a folder whose text cannot be read', () => {
  const wordPiece = { added_tokens: [], model: { type: 'WordPiece', vocab: { a: 0 }, unk_token: 'a' } };
  for (const [what, tokenizer, message] of [
    ['no tokenizer', null, /stop strings need .*tokenizer\.json; use stop tokens instead/],
    ['a WordPiece tokenizer', wordPiece, /tokenizer\.json: bad "model\.type": expected "BPE", /],
  ] as const)
    it(`samples, scores and trains on token ids with ${what}, and refuses stop strings alone`, async () => {
      const folder = await tinyFolder();
      if (tokenizer !== null) await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
      for (const policy of [
        embeddedPolicy(await openEngineInThread({ folder, lanes: 2 })),
        await openEmbeddedPolicy({ folder, lanes: 2 }),
      ])
        try {
          const params = { temperature: 0, maxTokens: 4, seed: 0, stopTokens: [] };
          const sampled = policy.sample([1, 2, 3], params);
          await assert.rejects(policy.sample([1, 2, 3], { ...params, stopStrings: ['</search>'] }), {
            message,
          });
          assert.equal((await sampled).tokens.length, 4);
          assert.equal((await policy.scorer.logprobs([[1, 2, 3]], { temperature: 1 }))[0]?.length, 2);
          const data = [{ tokens: [1, 2, 3], weights: [1, 1] }];
          await policy.learner.forwardBackward(data, { kind: 'cross_entropy', reduction: 'token-mean' });
          assert.equal((await policy.learner.optimStep(adam)).step, 1);
        } finally {
          await policy.close();
        }
      await rm(folder, { recursive: true });
    });
});
