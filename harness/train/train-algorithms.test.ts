import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Algorithm } from '../algorithm/algorithm.ts';
import { grpo } from '../algorithm/grpo.ts';
import type { Episode } from '../core/episode.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Datum, OpenPolicy, SampleParams } from '../engine/engine.ts';
import { evaluationsOf } from '../report/measure/score.ts';
import { readEpisodes } from '../run/episode-rows.ts';
import { readRun } from '../run/read-run.ts';
import type { RunConfig } from '../run/run-config.ts';
import type { OpenSearch } from '../search/open-search.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import { crashingEngine } from './testing/crashing-engine.ts';
import { runContents } from './testing/run-contents.ts';
import { TableCritic } from './testing/table-critic.ts';
import type { TableEngine } from './testing/table-engine.ts';
import { temporaryFolders } from './testing/temporary-folder.ts';
import { tinyBasePolicy, tinyWorldCodec } from './testing/tiny-policy.ts';
import { tinyConfig, tinyRun, type TinyRunOptions } from './testing/tiny-run.ts';
import { tinyDataset, tinySearch } from './testing/tiny-world.ts';

const learningRate = { kind: 'constant', peak: 0.2, warmupRatio: 0 } as const;
const ppoConfig = tinyConfig({
  algorithm: { name: 'ppo', klInReward: 0.01 },
  critic: { learningRate, valueClip: 0.5 },
  loss: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 },
  minibatches: 2,
});

function newCritic(): TableCritic {
  return new TableCritic(tinyWorldCodec.vocabularySize);
}

/** A run by PPO with a new critic. */
const ppoRun: typeof tinyRun = (folder, parts, options) =>
  tinyRun(folder, { config: ppoConfig, critic: newCritic(), ...parts }, options);

/** The base policy, with what it is trained on and sampled with. */
async function watched(): Promise<{
  policy: TableEngine & OpenPolicy;
  data: Datum[];
  sampled: SampleParams[];
}> {
  const policy = await tinyBasePolicy();
  const data: Datum[] = [];
  const sampled: SampleParams[] = [];
  const teach = policy.learner.forwardBackward.bind(policy.learner);
  policy.learner.forwardBackward = (batch, loss) => {
    data.push(...batch);
    return teach(batch, loss);
  };
  const sample = policy.sample.bind(policy);
  policy.sample = (prompt, params) => {
    sampled.push(params);
    return sample(prompt, params);
  };
  return { policy, data, sampled };
}

/** Writes what the real search would have found. */
function simulator(inner: SearchBackend, step: number): SearchBackend {
  return {
    id: 'written',
    async search(request) {
      const { documents } = await inner.search(request);
      const written = documents.map(({ id, text }) => ({ id, text, origin: 'simulated' as const }));
      return { documents: written, generatedTokens: 10 + step, costUsd: 0.25 };
    },
  };
}

function simulated(): OpenSearch {
  const inner = tinySearch(tinyDataset().chunks);
  return { id: 'written', at: ({ step }) => simulator(inner, step), close: async () => {} };
}

/** Counts trained tokens from 1, minus what was handed to it of each: wrong tokens give wrong numbers. */
const counting: Algorithm = {
  ...grpo({ scale: 'none' }),
  id: 'counting',
  needs: ['reference'],
  advantages: (groups) =>
    groups.map(({ tokens = [] }) =>
      tokens.map((own) => own && own.oldLogprobs.map((logprob, t) => t + 1 + logprob)),
    ),
};

/** Checks that `counting` reached the tokens it saw, and no others. */
function requireCounted(
  { tokens, weights, advantages = [], oldLogprobs = [] }: Datum,
  episode: (Episode & { readonly advantage: number | null }) | undefined,
  trainOn: 'policy' | 'response',
): void {
  const roles = (episode?.turns ?? []).flatMap(({ role, tokens: own }) => own.map(() => role));
  const trained = roles.map(
    (role) => role === 'policy' || (trainOn === 'response' && role === 'observation'),
  );
  assert.deepEqual(
    weights,
    tokens.slice(1).map((_, i) => Number(trained[i + 1])),
  );
  let count = 0;
  for (const [i, weight] of weights.entries()) {
    count += weight;
    assert.equal(advantages[i], weight === 1 ? count + (oldLogprobs[i] ?? NaN) : 0);
  }
  const mean = advantages.reduce((sum, value) => sum + value, 0) / count;
  assert.ok(Math.abs((episode?.advantage ?? NaN) - mean) < 1e-9);
}

describe('train by a configured algorithm', function () {
  // Several whole runs in a test, on a machine that may be busy.
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  /** Which questions of each split a run with this validation asks. */
  async function askedIds(validation: NonNullable<RunConfig['validation']>): Promise<string[][]> {
    const folder = newFolder();
    await tinyRun(folder, { config: tinyConfig({ steps: 1, validation }) });
    const run = await readRun(folder);
    return (['held-out', 'dev'] as const).map((split) =>
      (evaluationsOf(run, split)[0]?.outcomes ?? []).map(({ questionId }) => questionId),
    );
  }

  it('lays an advantage per token over the tokens it was computed from', async () => {
    for (const trainOn of ['policy', 'response'] as const) {
      const folder = newFolder();
      const { policy, data } = await watched();
      const config = tinyConfig({ steps: 1, trainOn });
      await tinyRun(folder, { config, policy, algorithm: counting });
      assert.equal(data.length, 8);
      const episodes = [...readEpisodes(join(folder, 'episodes.jsonl.gz'))];
      data.forEach((datum, i) => requireCounted(datum, episodes[i], trainOn));
    }
  });

  it('scores observations under the weights that sampled: at first no ratio differs from 1', async () => {
    const rows = [];
    for (const trainOn of ['policy', 'response'] as const) {
      const folder = newFolder();
      const loss = { kind: 'ppo', clipLow: 1e-6, clipHigh: 1e-6 } as const;
      await tinyRun(folder, { config: tinyConfig({ steps: 1, loss, temperature: 0.8, trainOn }) });
      rows.push((await readRun(folder)).metrics[0]);
    }
    assert.deepEqual(
      rows.map((row) => row?.['clip_fraction']),
      [0, 0],
    );
    // Observations are sure to the table policy, but never wholly so: what is trained on shows in the entropy.
    assert.notEqual(rows[0]?.['entropy'], rows[1]?.['entropy']);
    assert.equal(rows[0]?.['policy_tokens_per_episode'], rows[1]?.['policy_tokens_per_episode']);
  });

  it('meets one search in training and another in evaluation, and counts what each was asked', async () => {
    const folder = newFolder();
    const { record } = await tinyRun(folder, { trainingSearch: simulated() });
    const episodes = [...readEpisodes(join(folder, 'episodes.jsonl.gz'))];
    const searches = episodes.flatMap((episode) =>
      episode.searches.map((search) => ({ ...search, step: episode.step })),
    );
    assert.ok(searches.length > 0);
    assert.ok(
      searches.every(
        ({ backend, generatedTokens, step }) => backend === 'written' && generatedTokens === 10 + step,
      ),
    );
    assert.deepEqual(record.usage?.training, {
      searches: { written: searches.length },
      simulatorTokens: searches.reduce((sum, { step }) => sum + 10 + step, 0),
      costUsd: searches.length * 0.25,
    });
    const run = await readRun(folder);
    const outcomes = (['held-out', 'dev'] as const).flatMap((split) =>
      evaluationsOf(run, split).flatMap((evaluation) => evaluation.outcomes),
    );
    assert.ok(outcomes.some(({ everHit }) => everHit));
    assert.deepEqual(record.usage?.evaluation, {
      searches: { tiny: outcomes.reduce((sum, outcome) => sum + outcome.searches, 0) },
      simulatorTokens: 0,
      costUsd: 0,
    });
    assert.ok(run.metrics.every(({ recovery }) => recovery === null));
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).usage, record.usage);
  });

  it('counts the searches of episodes that failed', async () => {
    const folder = newFolder();
    const policy = await tinyBasePolicy();
    const sample = policy.sample.bind(policy);
    policy.sample = async (prompt, params) => {
      if (prompt.includes(tinyWorldCodec.idOf('<information>')) && params.seed % 4 === 0)
        throw new TwinZeroError('engine', 'lost after the search');
      return sample(prompt, params);
    };
    const { record } = await tinyRun(folder, { policy, config: tinyConfig({ maxFailureShare: 0.9 }) });
    const episodes = [...readEpisodes(join(folder, 'episodes.jsonl.gz'))];
    const counted = (failed: boolean): number =>
      episodes.reduce(
        (sum, { outcome, searches }) => sum + ((outcome.kind === 'failed') === failed ? searches.length : 0),
        0,
      );
    assert.ok(counted(true) > 0);
    assert.deepEqual(record.usage?.training.searches, { tiny: counted(true) + counted(false) });
  });

  it('refuses to continue with another search in training', async () => {
    const folder = newFolder();
    const brought = { kind: 'tiny/written', settings: {} } as const;
    const config = tinyConfig({ steps: 1, trainingSearch: brought });
    await tinyRun(folder, { config, trainingSearch: simulated() });
    await assert.rejects(tinyRun(folder, { config: tinyConfig({ steps: 1 }) }, { resume: true }), {
      kind: 'configuration',
      message:
        /was started with config\.trainingSearch \{"kind":"tiny\/written","settings":\{\}\}, now it is absent/,
    });
  });

  it('evaluates greedily, or with the sampling of validation and draws that do not move from step to step', async () => {
    const validation = { decoding: 'sampled', topP: 0.95 } as const;
    const seen: SampleParams[][] = [];
    for (const changes of [{}, { validation }] satisfies Partial<RunConfig>[]) {
      const { policy, sampled } = await watched();
      const config = tinyConfig({
        steps: 1,
        temperature: 0.7,
        learningRate: { ...learningRate, peak: 0 },
        ...changes,
      });
      const folder = newFolder();
      await tinyRun(folder, { config, policy });
      seen.push(sampled);
      const run = await readRun(folder);
      const [before, after] = evaluationsOf(run, 'held-out');
      assert.deepEqual(after?.outcomes, before?.outcomes);
    }
    const [greedy = [], drawn = []] = seen.map((params) =>
      params.map(({ temperature, topP }) => `${temperature} ${topP}`),
    );
    assert.deepEqual(new Set(greedy), new Set(['0 undefined', '0.7 undefined']));
    assert.deepEqual(new Set(drawn), new Set(['0.7 0.95', '0.7 undefined']));
  });

  it('evaluates whole batches of each split only where the last one is dropped', async () => {
    // Four questions a split: one batch of three, two of two.
    const three = ['q0', 'q1', 'q2'];
    assert.deepEqual(await askedIds({ decoding: 'greedy', dropLastBatch: 3 }), [three, three]);
    assert.deepEqual(await askedIds({ decoding: 'sampled', topP: 0.95, dropLastBatch: 3 }), [three, three]);
    const all = [...three, 'q3'];
    assert.deepEqual(await askedIds({ decoding: 'greedy', dropLastBatch: 2 }), [all, all]);
    await assert.rejects(askedIds({ decoding: 'greedy', dropLastBatch: 5 }), {
      kind: 'configuration',
      message: /the 4 questions of held-out fill no validation batch of 5/,
    });
  });

  it('teaches a critic beside the policy, and only there writes its columns', async () => {
    const folder = newFolder();
    const critic = newCritic();
    await ppoRun(folder, { critic });
    const rows = (await readRun(folder)).metrics;
    assert.ok(rows.every((row) => row['value_learning_rate'] === 0.2 && (row['value_grad_norm'] ?? 0) > 0));
    assert.ok((rows.at(-1)?.['value_loss'] ?? Infinity) < (rows[0]?.['value_loss'] ?? 0));
    const values = (await critic.values([[tinyWorldCodec.idOf('<answer>'), 0]]))[0]?.[0] ?? 0;
    assert.ok(values > 0, `an answer about to be written is worth ${values}`);
    assert.ok(existsSync(join(folder, 'checkpoints', 'step-000006', 'critic', 'critic.json')));
    const without = newFolder();
    await tinyRun(without);
    assert.ok(!('value_loss' in ((await readRun(without)).metrics[0] ?? {})));
    assert.ok(!existsSync(join(without, 'checkpoints', 'step-000006', 'critic')));
  });

  it('gives the same bytes with a critic, however often it is stopped', async () => {
    const whole = newFolder();
    await ppoRun(whole);
    const folder = newFolder();
    for (const crashAt of [60, 95]) {
      const policy = crashingEngine(await tinyBasePolicy(), crashAt);
      await assert.rejects(ppoRun(folder, { policy }, { resume: true }), /crash at call/);
    }
    const controller = new AbortController();
    const onEvent: TinyRunOptions['onEvent'] = ({ kind, step }) =>
      kind === 'step' && step === 5 && controller.abort();
    await ppoRun(folder, {}, { resume: true, signal: controller.signal, onEvent });
    const { record } = await ppoRun(folder, {}, { resume: true });
    assert.equal(record.status, 'complete');
    const contents = runContents(folder);
    assert.ok(join('checkpoints', 'step-000006', 'critic', 'critic.json') in contents);
    assert.deepEqual(contents, runContents(whole));
  });

  it('refuses an algorithm without its critic, and a critic without use', async () => {
    const folder = newFolder();
    await assert.rejects(ppoRun(folder, { critic: null }), {
      kind: 'configuration',
      message: 'algorithm ppo needs a critic; give it or choose another algorithm',
    });
    const unset = tinyConfig({ algorithm: { name: 'ppo' } });
    await assert.rejects(ppoRun(folder, { config: unset }), /algorithm ppo needs the settings "critic"/);
    await assert.rejects(ppoRun(folder, { config: tinyConfig() }), /algorithm grpo has no use for a critic/);
    const idle = tinyConfig({ critic: { learningRate, valueClip: 0.5 } });
    await assert.rejects(
      ppoRun(folder, { config: idle, critic: null }),
      /algorithm grpo has no use for the settings "critic"/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it('trains by every algorithm there is', async () => {
    for (const name of ['reinforce', 'rloo', 'dr-grpo', 'reinforce++'] as const) {
      const config = tinyConfig({
        steps: 2,
        algorithm: { name },
        klCoefficient: -0.001,
        entropyCoefficient: 0.001,
      });
      const { record } = await tinyRun(newFolder(), { config });
      assert.equal(record.status, 'complete', name);
    }
  });
});
