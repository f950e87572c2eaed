import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Weights } from '../../embedded/folder/weights.ts';
import { cudaLibraries } from '../../embedded/session/cuda-libraries.ts';
import { tinyWeights } from '../../embedded/testing/tiny-model.ts';
import type { OpenPolicy, SampleParams } from '../../engine.ts';
import { openPolicy, openTokenPolicy, policyName, policySpec } from '../../open-policy.ts';
import { requireTrainable } from '../../requirements.ts';
import { engineContract } from '../../testing/engine-contract.ts';
import { tinyChatConfig, tokenTexts } from '../testing/tiny-chat-model.ts';
import { writeTinyOnnx } from '../testing/write-tiny-onnx.ts';

const place = { provider: 'cpu', threads: 1, maxTokens: 128 } as const;
let root = '';
let folder = '';

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'twinzero-onnx-'));
  folder = join(root, 'tiny');
  await writeTinyOnnx(folder, tinyWeights(tinyChatConfig));
});
after(() => rm(root, { recursive: true }));

/** Two turns of an episode. */
async function episode(policy: OpenPolicy, prompt: readonly number[], seed: number): Promise<unknown> {
  const first = await policy.sample(prompt, request(seed));
  const next = [...prompt, ...first.tokens, ...policy.codec.observation('more')];
  return [first, await policy.sample(next, request(seed + 10, { topP: 0.9 }))];
}

/** A request for at most eight tokens. */
function request(seed: number, rest: Partial<SampleParams> = {}): SampleParams {
  return { temperature: 1, maxTokens: 8, seed, stopTokens: [], ...rest };
}

describe('an ONNX policy', function () {
  this.timeout(60_000);

  engineContract('onnx', {
    create: () => openTokenPolicy({ kind: 'onnx', folder }, place),
    prompts: [
      [4, 9, 16, 25],
      [70, 80, 90, 100, 110],
    ],
    stopToken: 3,
    learningRate: 1e-2,
    lacks: { learner: 'an ONNX export has no backward graph' },
  });

  describe('beside the contract', () => {
    let policy: OpenPolicy;
    before(async () => {
      policy = await openPolicy({ kind: 'onnx', folder }, { ...place, lanes: 2 });
    });
    after(() => policy.close());

    it('agrees with the embedded engine on the same weights, draw for draw', async () => {
      const embedded = await openPolicy({ kind: 'embedded', folder }, place);
      const prompt = policy.codec.prompt('Who found the search?');
      assert.deepEqual(prompt, embedded.codec.prompt('Who found the search?'));
      for (const params of [
        request(1, { temperature: 0 }),
        request(2, { topLogprobs: 2 }),
        request(3, { temperature: 0.7, topK: 9, topP: 0.9 }),
      ]) {
        const [ours, theirs] = await Promise.all([policy, embedded].map((one) => one.sample(prompt, params)));
        assert.deepEqual(ours?.tokens, theirs?.tokens);
        ours?.logprobs.forEach((value, i) =>
          assert.ok(Math.abs(value - (theirs?.logprobs[i] ?? NaN)) < 1e-4),
        );
      }
      await embedded.close();
    });

    it('gives the same tokens and digits alone, in company, and after its lane was taken', async () => {
      const prompts = [5, 50, 150, 200].map((token) => policy.codec.prompt(tokenTexts[token] ?? ''));
      const alone: unknown[] = [];
      for (const [i, prompt] of prompts.entries()) alone.push(await episode(policy, prompt, i));
      assert.deepEqual(await Promise.all(prompts.map((prompt, i) => episode(policy, prompt, i))), alone);
    });

    it('stops at a stop string that ends inside a token', async () => {
      const allowed = ['</', 'search', '>Ċ'].map((text) => tokenTexts.indexOf(text));
      const params = request(3, { maxTokens: 100, allowed, stopStrings: ['</search>'] });
      const { tokens, stopReason } = await policy.sample([5], params);
      assert.equal(stopReason, 'stop');
      assert.deepEqual(tokens.slice(-3), allowed);
    });

    it('refuses what does not fit into the context, and learning', async () => {
      await assert.rejects(policy.sample([5, 6], request(1, { maxTokens: 127 })), {
        kind: 'engine',
        message: /^2 prompt tokens and 127 to sample exceed the engine's 128; lower the limits/u,
      });
      assert.throws(() => requireTrainable(policy), { message: /^engine onnx\/cpu cannot train/u });
      await assert.rejects(openTokenPolicy({ kind: 'onnx', folder }, { ...place, maxTokens: 513 }), {
        kind: 'configuration',
        message: `maxTokens 513 exceeds the 512 positions of the model in ${folder}`,
      });
    });
  });

  describe('of a bad folder', () => {
    it('says in one sentence what is wrong', async () => {
      await assert.rejects(openTokenPolicy({ kind: 'onnx', folder: root }, place), {
        kind: 'data',
        message: `${join(root, 'config.json')} is not there: give the folder of an ONNX export for transformers.js that has its weights as fp32`,
      });
      await assert.rejects(openTokenPolicy({ kind: 'onnx', folder, dtype: 'q4' }, place), {
        kind: 'data',
        message: `${join(folder, 'onnx', 'model_q4.onnx')} is not there: give the folder of an ONNX export for transformers.js that has its weights as q4`,
      });
      const broken = join(root, 'broken');
      await writeTinyOnnx(broken, tinyWeights(tinyChatConfig));
      await writeFile(join(broken, 'onnx', 'model.onnx'), 'not a model');
      await assert.rejects(openTokenPolicy({ kind: 'onnx', folder: broken }, place), {
        kind: 'data',
        message: /broken cannot be opened as fp32 on cpu \([^\n]+\): check that it is a causal/u,
      });
      await writeFile(join(broken, 'config.json'), '{"architectures": ["Abacus"], "model_type": "abacus"}');
      await assert.rejects(openTokenPolicy({ kind: 'onnx', folder: broken }, place), { kind: 'data' });
      if (cudaLibraries().missing.length > 0)
        await assert.rejects(openTokenPolicy({ kind: 'onnx', folder }, { ...place, provider: 'cuda' }), {
          kind: 'configuration',
          message: /^provider cuda /u,
        });
    });

    it('never scores what is no number', async () => {
      const { config, tensors }: Weights = tinyWeights(tinyChatConfig);
      const name = 'lm_head.weight';
      const head = tensors.get(name);
      assert.ok(head);
      const wrong = new Map(tensors).set(name, {
        ...head,
        data: new Float32Array(head.data.length).fill(NaN),
      });
      const path = join(root, 'no-numbers');
      await writeTinyOnnx(path, { config, tensors }, { config, tensors: wrong });
      const policy = await openTokenPolicy({ kind: 'onnx', folder: path }, place);
      for (const work of [
        policy.sample([5, 6], request(1)),
        policy.sample([5, 6], request(1, { temperature: 0 })),
        policy.scorer?.logprobs([[5, 6, 7]], { temperature: 1 }),
      ])
        await assert.rejects(async () => work, {
          kind: 'engine',
          message: /^the model gave token \d+ the log-probability NaN: its weights/u,
        });
      await policy.close();
      await assert.rejects(policy.sample([5, 6], request(1)), {
        message: 'the engine onnx/cpu is closed; open it again',
      });
    });

    it('fetches a model of the hub once, and says why where it cannot', async () => {
      const server = createServer((asked, answer) => {
        const [, file = ''] = (asked.url ?? '').split('/a/b/resolve/abc/');
        const path = join(folder, file);
        if (file === '' || !existsSync(path)) answer.writeHead(404).end();
        else answer.writeHead(200, { 'content-length': statSync(path).size }).end(readFileSync(path));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { env } = await import('@xenova/transformers');
      const { remoteHost } = env;
      const cache = process.env['TWINZERO_HUB'];
      process.env['TWINZERO_HUB'] = join(root, 'hub');
      env.remoteHost = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      try {
        const spec = { kind: 'onnx-hub', model: 'a/b', revision: 'abc' } as const;
        const local = await openPolicy({ kind: 'onnx', folder }, place);
        const sample = (policy: OpenPolicy): Promise<unknown> =>
          policy.sample(policy.codec.prompt('search'), request(1, { stopStrings: ['</search>'] }));
        const fetched = await openPolicy(spec, place);
        assert.deepEqual(await sample(fetched), await sample(local));
        await fetched.close();
        server.close();
        server.closeAllConnections();
        const kept = await openPolicy(spec, place);
        assert.deepEqual(await sample(kept), await sample(local));
        await Promise.all([kept.close(), local.close()]);
        await assert.rejects(openPolicy({ ...spec, model: 'a/c' }, place), {
          kind: 'data',
          message:
            /^a\/c@abc cannot be fetched from the hub \([^\n]+\): check the name and the connection, or put/u,
        });
      } finally {
        server.close();
        env.remoteHost = remoteHost;
        if (cache === undefined) delete process.env['TWINZERO_HUB'];
        else process.env['TWINZERO_HUB'] = cache;
      }
    });

    it('names a model of the hub with its revision, and nothing that is no name', () => {
      const spec = policySpec.parse({ kind: 'onnx-hub', model: 'a/b', revision: 'abc', dtype: 'q4' });
      assert.equal(policyName(spec), 'a/b@abc');
      for (const wrong of ['b', '../b', 'a/..', '../b/c', 'a/b/c', 'a/', 'https://a/b'])
        assert.equal(policySpec.safeParse({ kind: 'onnx-hub', model: wrong }).success, false, wrong);
      assert.equal(policySpec.safeParse({ kind: 'onnx', folder, dtype: 'q5' }).success, false);
    });
  });
});
