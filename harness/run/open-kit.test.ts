import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { testQuestion } from '../core/testing/test-question.ts';
import { Random } from '../core/random.ts';
import { findDataset } from '../data/find-datasets.ts';
import { Stubs } from '../engine/completion/testing/ask-completion.ts';
import { chatCompletion } from '../engine/completion/testing/completion-stub.ts';
import type { Judge } from '../judge/judge.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import { modelFolder } from './model-files.ts';
import { type BroughtParts, openKit, openTrainKit, type TrainKit } from './open-kit.ts';
import type { RunConfig } from './run-config.ts';
import { identityOf } from './run-identity.ts';
import { smallConfig } from './testing/small-config.ts';

const place = { provider: 'cpu', threads: 1 } as const;

const simulated = {
  kind: 'curriculum',
  curriculum: { kind: 'none' },
  of: {
    kind: 'simulator',
    model: { kind: 'embedded', folder: 'data/models/simulator-s' },
    format: 'compact',
    tuning: 'sft',
    temperature: 1,
    maxTokensPerDocument: 8,
  },
} as const;
const learning = {
  algorithm: { name: 'ppo' },
  critic: { learningRate: { kind: 'constant', peak: 1e-3, warmupRatio: 0 }, valueClip: 0.5 },
} as const satisfies Partial<RunConfig>;
const unknownSearch = { kind: 'toy/unknown', settings: {} } as const;

/** Ids of the documents of a search for `query`. */
async function found(backend: SearchBackend, query: string): Promise<string[]> {
  const request = { query, topK: 1, question: testQuestion(), random: Random.seeded(1) };
  return (await backend.search(request)).documents.map(({ id }) => id);
}

const judging = { question: 'Who?', answers: ['Lovell'], reply: 'the reply', answer: 'the lovell' };

const judge: Judge = async () => ({ kind: 'unanswerable', reason: 'toy' });

describe('a kit', function () {
  this.timeout(30_000);
  /** The threads of the models opened that have not ended. */
  const running = new Set<Worker>();
  let started = 0;
  const follow = (worker: Worker): void => {
    started += 1;
    running.add(worker);
    worker.once('exit', () => running.delete(worker));
  };
  beforeEach(() => {
    started = 0;
    process.on('worker', follow);
  });
  afterEach(() => {
    process.off('worker', follow);
    assert.equal(running.size, 0);
  });

  describe('openKit', () => {
    it('opens the extended set only where it is played, each world under a search of its own corpus', async () => {
      const bm25 = { search: { kind: 'bm25', k1: 1.2, b: 0.75 } } as const;
      const plain = await openKit(smallConfig({ dataset: 'meridian', ...bm25 }), place);
      const evaluation = { samples: 2, extended: 1 };
      const kit = await openKit(smallConfig({ dataset: 'meridian', ...bm25, evaluation }), place);
      try {
        assert.deepEqual(plain.extended, []);
        assert.deepEqual(Object.keys(kit.dataset.hashes).toSorted(), [
          'chunks.jsonl',
          'extended.json',
          'manifest.json',
          'questions.jsonl',
          'split.json',
        ]);
        assert.ok(!('extended.json' in plain.dataset.hashes));
        assert.equal(kit.extended.flatMap(({ heldOut }) => heldOut).length, 256);
        for (const { heldOut, search } of kit.extended) {
          const backend = search.at({ step: 1, steps: 1 });
          const direct = heldOut.map(({ value }) => value).filter(({ kind }) => kind === 'direct');
          const ids = await Promise.all(direct.map(({ question }) => found(backend, question)));
          const hits = direct.filter(({ goldChunkId }, i) => ids[i]?.[0] === goldChunkId);
          // As the questions stand, BM25 finds 95 % of the chunks of direct ones.
          assert.ok(direct.length > 10 && hits.length > 0.8 * direct.length);
        }
      } finally {
        await plain.close();
        await kit.close();
      }
    });

    it('holds what the configuration names, open, and nothing that only training needs', async () => {
      const config = smallConfig({ ...learning, trainingSearch: unknownSearch });
      const kit = await openKit(config, place);
      try {
        assert.equal(started, 1);
        assert.equal(kit.config, config);
        const { chunks } = await (await findDataset('meridian')).load();
        assert.deepEqual([kit.dataset.id, kit.dataset.chunks], ['meridian', chunks]);
        assert.deepEqual([kit.policy.profile.id, kit.policy.profile.maxSequenceTokens], ['embedded/cpu', 64]);
        const { policy } = kit;
        const asked = { temperature: 0, maxTokens: 1, seed: 1, stopTokens: [] };
        assert.equal((await policy.sample(policy.codec.prompt('Why?'), asked)).tokens.length, 1);
        assert.equal(kit.protocol.prompt('Who?'), 'Question: Who?');
        assert.equal(kit.search.id, 'bm25');
        const words = 'Beckvar seep battery hibernation gasket';
        assert.deepEqual(await found(kit.search.at({ step: 1, steps: 1 }), words), ['c001']);
        assert.deepEqual(await kit.judge(judging), { kind: 'correct' });
      } finally {
        await kit.close();
        await kit.close();
      }
      assert.equal(running.size, 0);
      await assert.rejects(
        kit.policy.sample([1], { temperature: 0, maxTokens: 1, seed: 1, stopTokens: [] }),
        {
          message: /is closed/u,
        },
      );
    });

    it('takes searches, formats and judges of the reproduction, with the questions of training alone', async () => {
      let questions: readonly string[] = [];
      const brought: BroughtParts = {
        judges: { 'toy/judge': judge },
        searches: {
          'toy/search': (_, settings, given) => {
            questions = given.questions.map(({ id }) => id);
            return { id: `toy ${settings['a']}`, search: async () => ({ documents: [] }) };
          },
        },
      };
      const config = smallConfig({
        judge: { kind: 'toy/judge' },
        search: { kind: 'toy/search', settings: { a: 1 } },
      });
      const kit = await openKit(config, place, brought);
      await kit.close();
      assert.equal(kit.judge, judge);
      assert.equal(kit.search.id, 'toy 1');
      assert.deepEqual(
        questions,
        kit.dataset.train.map(({ id }) => id),
      );
    });

    it('asks the server of a judging model greedily', async () => {
      const stubs = new Stubs();
      const stub = await stubs.start(() => chatCompletion('No.'));
      const config = smallConfig({ judge: { kind: 'strict', model: 'qwen' } });
      const kit = await openKit(config, { ...place, servers: { qwen: { hosts: [stub.host] } } });
      try {
        assert.deepEqual(await kit.judge(judging), { kind: 'incorrect' });
        const [{ body } = assert.fail('not asked')] = stub.requests;
        const { model, temperature, max_tokens: maxTokens, messages } = body as Record<string, unknown>;
        assert.deepEqual([model, temperature, maxTokens], ['qwen', 0, 256]);
        const [message] = messages as readonly { readonly role: string; readonly content: string }[];
        assert.equal(message?.role, 'user');
        assert.match(message?.content ?? '', /Answer to judge: "the lovell"$/u);
      } finally {
        await kit.close();
        await stubs.close();
      }
    });

    const unopened: readonly (readonly [string, Partial<RunConfig>, RegExp])[] = [
      ['data set', { dataset: 'atlantis' }, /^there is no data set "atlantis"; known: /u],
      ['judge', { judge: { kind: 'toy/x' }, search: simulated }, /^there is no judge "toy\/x" here/u],
      ['search', { search: unknownSearch }, /^there is no search "toy\/unknown" here/u],
      [
        'served model',
        { judge: { kind: 'strict', model: 'qwen' }, search: simulated },
        /^the configuration asks for the served model "qwen", but no server/u,
      ],
    ];
    for (const [part, changes, message] of unopened)
      it(`refuses an unknown ${part} before it opens any model`, async () => {
        await assert.rejects(openKit(smallConfig(changes), place), { kind: 'configuration', message });
        assert.equal(started, 0);
      });

    it('closes the model of its search when the policy does not open', async () => {
      const policy = { kind: 'embedded', folder: 'data/models/none' } as const;
      await assert.rejects(openKit(smallConfig({ policy, search: simulated }), place), {
        kind: 'configuration',
        message: /data\/models\/none/u,
      });
      assert.deepEqual([started, running.size], [1, 0]);
    });
  });

  describe('openTrainKit', () => {
    it('trains against the search of evaluation where no other is named, without a critic', async () => {
      const config = smallConfig();
      const kit = await openTrainKit(config, place);
      await kit.close();
      assert.equal(started, 1);
      assert.equal(kit.trainingSearch, kit.search);
      assert.deepEqual([kit.critic, kit.algorithm.id], [null, 'grpo']);
      const files = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'].map(
        (file) => `data/models/meridian-base/${file}`,
      );
      assert.deepEqual(Object.keys(kit.modelHashes), files);
      assert.deepEqual(identityOf(kit), {
        config,
        dataHashes: kit.dataset.hashes,
        modelHashes: kit.modelHashes,
        engine: { id: 'embedded/cpu', determinism: kit.policy.profile.determinism },
      });
    });

    it('opens the search of training and a critic where they are named, and closes all in reverse', async () => {
      const kit = await openTrainKit(smallConfig({ ...learning, trainingSearch: simulated }), place);
      assert.equal(started, 2);
      const { critic, trainingSearch, search } = kit;
      assert.equal(search.id, 'bm25');
      assert.equal(trainingSearch.id, 'curriculum(simulator(simulator-s@1,compact,sft),none)');
      // A value head of zeros.
      assert.deepEqual(await critic?.values([[1, 2, 3]]), [[0, 0]]);
      assert.equal(identityOf(kit).critic, 'embedded/cpu');
      assert.deepEqual(
        [...new Set(Object.keys(kit.modelHashes).map((name) => name.split('/')[2]))],
        ['meridian-base', 'simulator-s'],
      );
      const closed = followClosing(kit, []);
      await kit.close();
      await kit.close();
      assert.deepEqual(closed, ['critic', 'trainingSearch', 'policy', 'search']);
      assert.equal(running.size, 0);
    });

    it('closes every part though closing one fails, and throws that failure', async () => {
      const kit = await openTrainKit(smallConfig({ ...learning, trainingSearch: simulated }), place);
      const closed = followClosing(kit, ['critic', 'policy']);
      await assert.rejects(kit.close(), { message: 'cannot close critic' });
      assert.deepEqual(closed, ['critic', 'trainingSearch', 'policy', 'search']);
      assert.equal(running.size, 0);
      await kit.close();
      assert.equal(closed.length, 4);
    });

    it('closes what it opened when the search of training is unknown', async () => {
      const config = smallConfig({ ...learning, search: simulated, trainingSearch: unknownSearch });
      await assert.rejects(openTrainKit(config, place), {
        kind: 'configuration',
        message: 'there is no search "toy/unknown" here; this reproduction brings none',
      });
      assert.deepEqual([started, running.size], [2, 0]);
    });

    it('opens nothing where a reward is unknown', async () => {
      const rewards = [{ name: 'own', weight: 1, reward: 'toy/unknown' as const }];
      await assert.rejects(openTrainKit(smallConfig({ ...learning, rewards }), place), {
        kind: 'configuration',
        message: 'there is no reward "toy/unknown" here; this reproduction brings none',
      });
      assert.deepEqual([started, running.size], [0, 0]);
    });

    it('closes what it opened when the critic does not open', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'twinzero-kit-'));
      cpSync(modelFolder('data/models/meridian-base'), folder, { recursive: true });
      // The search of training is opened after the policy and before the critic: here it takes the weights away.
      const brought: BroughtParts = {
        searches: {
          'toy/thief': () => {
            rmSync(folder, { recursive: true, force: true });
            return { id: 'thief', search: async () => ({ documents: [] }) };
          },
        },
      };
      const config = smallConfig({
        ...learning,
        policy: { kind: 'embedded', folder },
        trainingSearch: { kind: 'toy/thief', settings: {} },
      });
      await assert.rejects(openTrainKit(config, place, brought), new RegExp(folder, 'u'));
      assert.deepEqual([started, running.size], [1, 0]);
    });
  });
});

/** Notes which part of a kit is closed, and lets those of `failing` fail once they are. */
function followClosing(kit: TrainKit, failing: readonly string[]): string[] {
  const closed: string[] = [];
  const { critic, trainingSearch, policy, search } = kit;
  for (const [name, part] of Object.entries({ critic, trainingSearch, policy, search })) {
    if (part === null) continue;
    const close = part.close.bind(part);
    part.close = async () => {
      closed.push(name);
      await close();
      if (failing.includes(name)) throw new Error(`cannot close ${name}`);
    };
  }
  return closed;
}
