import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { saveFolder } from '../../embedded/folder/save-folder.ts';
import { tinyWeights } from '../../embedded/testing/tiny-model.ts';
import { huggingFaceCodec } from '../../embedded/text/hugging-face-codec.ts';
import type { OpenPolicy, SampleParams } from '../../engine.ts';
import { openPolicy, openTokenPolicy } from '../../open-policy.ts';
import { requireTrainable } from '../../requirements.ts';
import { engineContract } from '../../testing/engine-contract.ts';
import { tinyChatConfig, tokenizerFiles, tokenTexts } from '../testing/tiny-chat-model.ts';
import { writeTinyGguf } from '../testing/write-tiny-gguf.ts';
import { findLlamaCpp } from './find-llama-cpp.ts';
import { llamaCppSuite } from '../testing/llama-cpp-suite.ts';

const place = { provider: 'cpu', threads: 1, maxTokens: 128 } as const;
let folder = '';
let file = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twinzero-gguf-'));
  file = join(folder, 'tiny.gguf');
  await writeTinyGguf(file);
});
after(() => rm(folder, { recursive: true }));

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

/** The path of a file that is wrong in one way. */
async function broken(change: Parameters<typeof writeTinyGguf>[1]): Promise<string> {
  const path = join(folder, 'broken.gguf');
  await writeTinyGguf(path, change);
  return path;
}

function opening(path: string): Promise<OpenPolicy> {
  return openPolicy({ kind: 'gguf', file: path }, place);
}

llamaCppSuite('a GGUF policy', function () {
  this.timeout(60_000);

  engineContract('gguf', {
    create: () => openTokenPolicy({ kind: 'gguf', file }, place),
    prompts: [
      [4, 9, 16, 25],
      [70, 80, 90, 100, 110],
    ],
    stopToken: 3,
    learningRate: 1e-2,
    // llama.cpp keeps keys and values in float16.
    tolerance: 2e-3,
    lacks: { learner: 'llama.cpp computes no gradients' },
  });

  describe('beside the contract', () => {
    let policy: OpenPolicy;
    before(async () => {
      policy = await openPolicy({ kind: 'gguf', file }, { ...place, lanes: 2 });
    });
    after(() => policy.close());

    it('agrees with the embedded engine on the same weights and texts', async () => {
      const model = join(folder, 'hugging-face');
      await saveFolder(model, { weights: tinyWeights(tinyChatConfig), dtype: 'float32' });
      for (const [name, content] of Object.entries(tokenizerFiles()))
        await writeFile(join(model, name), JSON.stringify(content));
      const codec = await huggingFaceCodec(model);
      for (const text of ['search </search>\n', '<|im_end|> stays text', ' ünï 🙂\uD800', ''])
        for (const part of ['encode', 'prompt', 'observation'] as const)
          assert.deepEqual(policy.codec[part](text), codec[part](text), `${part} of ${text}`);
      const ids = [1, 120, 259, 264, 0, 198];
      assert.equal(policy.codec.decode(ids), codec.decode(ids));
      assert.deepEqual(
        [policy.codec.vocabularySize, policy.codec.stopToken],
        [codec.vocabularySize, codec.stopToken],
      );
      const embedded = await openTokenPolicy({ kind: 'embedded', folder: model }, place);
      const sequences = [codec.prompt('Who found the search?'), [7, 8, 9, 10, 11]];
      for (const temperature of [0.5, 1, 2]) {
        const expected = (await embedded.scorer?.logprobs(sequences, { temperature }))?.flat() ?? [];
        const scored = (await policy.scorer?.logprobs(sequences, { temperature }))?.flat() ?? [];
        assert.equal(scored.length, sequences.flat().length - 2);
        // Keys and values in float16: 3.4e-3 at most here, divided by the temperature.
        const tolerance = 5e-3 / temperature;
        scored.forEach((value, i) => assert.ok(Math.abs(value - (expected[i] ?? NaN)) < tolerance));
      }
      await embedded.close();
    });

    it('gives the same tokens and digits alone, in company, and after its lane was taken', async () => {
      const prompts = [5, 50, 150, 200].map((token) => policy.codec.prompt(tokenTexts[token] ?? ''));
      const alone: unknown[] = [];
      for (const [i, prompt] of prompts.entries()) alone.push(await episode(policy, prompt, i));
      // Four episodes in two lanes: each loses its lane between its turns.
      assert.deepEqual(await Promise.all(prompts.map((prompt, i) => episode(policy, prompt, i))), alone);
      const together = await openPolicy({ kind: 'gguf', file, batching: 'together' }, place);
      const [sampled] = await Promise.all(prompts.map((prompt, i) => together.sample(prompt, request(i))));
      assert.deepEqual(sampled?.tokens, (await policy.sample(prompts[0] ?? [], request(0))).tokens);
      await together.close();
    });

    it('is greedy the same way under every seed, and draws by the largest seed, too', async () => {
      const greedy = await policy.sample([5, 6], request(1, { temperature: 0 }));
      assert.deepEqual(await policy.sample([5, 6], request(2, { temperature: 0 })), greedy);
      const [scored = []] =
        (await policy.scorer?.logprobs([[5, 6, ...greedy.tokens]], { temperature: 1 })) ?? [];
      greedy.logprobs.forEach((value, i) => assert.ok(Math.abs(value - (scored[i + 1] ?? NaN)) < 2e-3));
      const last = request(2 ** 32 - 1);
      assert.deepEqual(await policy.sample([5, 6], last), await policy.sample([5, 6], last));
    });

    it('stops at a stop string that ends inside a token', async () => {
      const [open, word, close] = ['</', 'search', '>Ċ'].map((text) => tokenTexts.indexOf(text));
      const allowed = [open ?? -1, word ?? -1, close ?? -1];
      const params = request(3, { maxTokens: 100, allowed, stopStrings: ['</search>'] });
      const { tokens, stopReason } = await policy.sample([5], params);
      assert.equal(stopReason, 'stop');
      assert.deepEqual(tokens.slice(-3), allowed);
      assert.equal(
        policy.codec.decode(tokens).indexOf('</search>\n'),
        policy.codec.decode(tokens).length - 10,
      );
    });

    it('refuses what does not fit into the context, and learning', async () => {
      await assert.rejects(policy.sample([5, 6], request(1, { maxTokens: 127 })), {
        kind: 'engine',
        message: /^2 prompt tokens and 127 to sample exceed the engine's 128; lower the limits/u,
      });
      assert.equal((await policy.sample([5, 6], request(1, { maxTokens: 126 }))).tokens.length, 126);
      assert.throws(() => requireTrainable(policy), { message: /^engine gguf\/cpu cannot train/u });
      await assert.rejects(openTokenPolicy({ kind: 'gguf', file }, { ...place, maxTokens: 513 }), {
        kind: 'configuration',
        message: `maxTokens 513 exceeds the 512 positions of the model in ${file}`,
      });
    });
  });

  describe('of a bad file', () => {
    it('says in one sentence what is wrong with the file', async () => {
      await assert.rejects(opening(join(folder, 'none.gguf')), {
        kind: 'data',
        message: `${join(folder, 'none.gguf')} cannot be read (ENOENT: no such file or directory): give a GGUF file`,
      });
      const path = join(folder, 'cut.gguf');
      await writeFile(path, 'not a model');
      await assert.rejects(opening(path), { kind: 'data', message: /does not begin as a GGUF file does/u });
      const whole = await readFile(file);
      for (const length of [10, 2000, whole.length - 50_000]) {
        await writeFile(path, whole.subarray(0, length));
        await assert.rejects(opening(path), {
          kind: 'data',
          message: /^\S+cut\.gguf cannot be loaded by llama\.cpp \([^\n]+\): download it again, or take/u,
        });
      }
      await assert.rejects(opening(await broken({ architecture: 'abacus' })), {
        kind: 'data',
        message: /cannot be loaded by llama\.cpp \([^\n]*abacus[^\n]*\)/u,
      });
    });

    it('says what is wrong with the chat template', async () => {
      await assert.rejects(opening(await broken({ template: null })), {
        kind: 'configuration',
        message: /has no tokenizer\.chat_template in its metadata: use the GGUF file of a chat model$/u,
      });
      await assert.rejects(opening(await broken({ template: "{{ raise_exception('no') }}" })), {
        kind: 'configuration',
        message: /its chat_template cannot be rendered/u,
      });
    });

    it('never scores what is no number', async () => {
      const policy = await opening(await broken({ head: NaN }));
      const params = { temperature: 1, maxTokens: 2, seed: 1, stopTokens: [] };
      await assert.rejects(policy.sample([5, 6], params), { kind: 'engine' });
      await assert.rejects(async () => policy.scorer?.logprobs([[5, 6, 7]], { temperature: 1 }), {
        kind: 'engine',
      });
      await policy.close();
      await assert.rejects(policy.sample([5, 6], params), {
        kind: 'engine',
        message: 'the engine gguf/cpu is closed; open it again',
      });
    });

    it('names the build that a provider lacks', async () => {
      await assert.rejects(openTokenPolicy({ kind: 'gguf', file }, { ...place, provider: 'cuda' }), {
        kind: 'configuration',
        message:
          /cannot compute on cuda \([^\n]+\): run twinzero doctor --install gguf --build cuda, choose/u,
      });
    });
  });
});

describe('node-llama-cpp', () => {
  it('is missed in one sentence', () => {
    assert.throws(() => findLlamaCpp([join(tmpdir(), 'nothing-here')]), {
      kind: 'configuration',
      message:
        /^GGUF models need the optional package node-llama-cpp, which is not in .*: run twinzero doctor/u,
    });
  });
});
