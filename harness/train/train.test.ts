import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import type { Judge } from '../judge/judge.ts';
import { evaluationsOf } from '../report/measure/score.ts';
import { readEpisodes } from '../run/episode-rows.ts';
import { readRun } from '../run/read-run.ts';
import type { RunConfig } from '../run/run-config.ts';
import type { OpenSearch } from '../search/open-search.ts';
import { faultBackend } from '../search/wrappers/fault-backend.ts';
import { mean } from '../statistics/interval.ts';
import { temporaryFolders } from './testing/temporary-folder.ts';
import { tinyBasePolicy } from './testing/tiny-policy.ts';
import { openedSearch, tinyConfig, tinyRun } from './testing/tiny-run.ts';
import { tinyDataset, tinySearch } from './testing/tiny-world.ts';
import type { TrainEvent } from './train-event.ts';

const praise: Judge = () => Promise.resolve({ kind: 'correct' });
const broken: Judge = () => Promise.resolve({ kind: 'unanswerable', reason: 'the judge failed: no route' });

/** A judge that can't be reached any more after so many answers, each of which is wrong. */
function brokenAfter(answers: number): Judge {
  let left = answers;
  return (input) => {
    left -= 1;
    return left < 0 ? broken(input) : Promise.resolve({ kind: 'incorrect' });
  };
}

/** The search of the tiny world, which fails now and then. */
function faulty(rate: number): OpenSearch {
  return openedSearch(faultBackend(tinySearch(tinyDataset().chunks), { rate }));
}

async function klOfSteps(
  folder: string,
  changes: Partial<RunConfig>,
): Promise<(number | null | undefined)[]> {
  await tinyRun(folder, { config: tinyConfig({ steps: 2, epochsPerStep: 2, ...changes }) });
  return (await readRun(folder)).metrics.map((row) => row['kl']);
}

describe('train', () => {
  const newFolder = temporaryFolders();

  it('learns a task by heart on three seeds', async () => {
    for (const seed of [1, 2, 3]) {
      const accuracies: (number | null)[] = [];
      const config = tinyConfig({
        seed,
        steps: 20,
        questionsPerStep: 4,
        evaluateEvery: 20,
        checkpointEvery: 20,
      });
      const onEvent = (event: TrainEvent): void => {
        if (event.kind === 'evaluation' && event.split === 'held-out') accuracies.push(event.accuracy);
      };
      const { record } = await tinyRun(newFolder(), { config }, { onEvent });
      assert.deepEqual(accuracies, [0.25, 1], `seed ${seed}`);
      assert.deepEqual([record.status, record.chosenStep, record.collapseStep], ['complete', 20, null]);
    }
  });

  it('learns nothing from a reward that is the same for all', async () => {
    const rewards = tinyConfig().rewards.map((one) => (one.name === 'retry' ? { ...one, weight: 0 } : one));
    const config = tinyConfig({ steps: 4, klCoefficient: 0, rewards, temperature: 0.1 });
    const policy = await tinyBasePolicy();
    const [before] = await policy.scorer.logprobs([[1, 2, 3]], { temperature: 1 });
    await tinyRun(newFolder(), { config, judge: praise, policy });
    const [after] = await policy.scorer.logprobs([[1, 2, 3]], { temperature: 1 });
    assert.deepEqual(after, before);
  });

  it('writes what the report reads', async () => {
    const folder = newFolder();
    await tinyRun(folder);
    const run = await readRun(folder);
    for (const split of ['held-out', 'dev'] as const)
      assert.deepEqual(
        evaluationsOf(run, split).map(({ step, outcomes }) => [step, outcomes.length]),
        [0, 2, 4, 6].map((step) => [step, 4]),
      );
    assert.deepEqual(
      run.metrics.map(({ step, episodes, groups }) => [step, episodes, groups]),
      [1, 2, 3, 4, 5, 6].map((step) => [step, 8, 2]),
    );
    assert.equal(run.info.configHash.length, 64);
    assert.deepEqual(run.info.failures, { search: 0, engine: 0, judge: 0, truncated: 0 });
    assert.deepEqual(run.info.dataHashes, { tiny: 'a'.repeat(64) });
  });

  it('records in a row what its episodes say', async () => {
    const folder = newFolder();
    await tinyRun(folder);
    const [row] = (await readRun(folder)).metrics;
    const episodes = [...readEpisodes(join(folder, 'episodes.jsonl.gz'))].filter(({ step }) => step === 1);
    assert.ok(row);
    assert.equal(row['correctness'], mean(episodes.map(({ rewards }) => rewards['correctness'] ?? NaN)));
    assert.equal(row['retry'], mean(episodes.map(({ rewards }) => rewards['retry'] ?? NaN)));
    assert.equal(
      row['answered_share'],
      mean(episodes.map(({ outcome }) => Number(outcome.kind === 'answered'))),
    );
    assert.equal(row['searches_per_episode'], mean(episodes.map(({ searches }) => searches.length)));
    const sum = episodes.reduce((total, { advantage }) => total + (advantage ?? NaN), 0);
    assert.ok(Math.abs(sum) < 1e-9);
  });

  it('gives the same bytes for one seed and others for another', async () => {
    const texts = [];
    for (const seed of [5, 5, 6]) {
      const folder = newFolder();
      await tinyRun(folder, { config: tinyConfig({ seed, steps: 2 }) });
      texts.push(readFileSync(join(folder, 'episodes.jsonl.gz'), 'hex'));
    }
    assert.equal(texts[1], texts[0]);
    assert.notEqual(texts[2], texts[0]);
  });

  it('counts failed episodes, keeps them out of the advantages and says that the run is incomplete', async () => {
    const folder = newFolder();
    const config = tinyConfig({ maxFailureShare: 0.9, groupSize: 6 });
    const { record } = await tinyRun(folder, { config, search: faulty(0.2) });
    const episodes = [...readEpisodes(join(folder, 'episodes.jsonl.gz'))];
    const failed = episodes.filter(({ outcome }) => outcome.kind === 'failed');
    assert.ok(failed.length > 0);
    assert.ok(
      failed.every(({ advantage, rewards }) => advantage === null && rewards['correctness'] === null),
    );
    assert.ok(episodes.some(({ advantage }) => advantage !== null));
    assert.equal(record.status, 'incomplete');
    const evaluated = readFileSync(join(folder, 'evaluations.jsonl'), 'utf8').match(/"correct":null/gu) ?? [];
    assert.equal(record.failures.search, failed.length + evaluated.length);
    const rows: Record<string, string>[] = parse(readFileSync(join(folder, 'metrics.csv')), {
      columns: true,
    });
    assert.equal(
      rows.reduce((sum, row) => sum + Number(row['failed']), 0),
      failed.length,
    );
  });

  it('stops with one sentence when too many episodes of a step fail', async () => {
    const folder = newFolder();
    await assert.rejects(tinyRun(folder, { trainingSearch: faulty(1) }), {
      kind: 'search',
      message: /8 of 8 episodes of step 1 failed, more than the share 0\.25 .* mend the cause and resume/,
    });
  });

  it('counts a judge that fails, and never scores its episodes', async () => {
    // Both splits of four questions are evaluated before the first step.
    await assert.rejects(tinyRun(newFolder(), { judge: brokenAfter(8) }), {
      kind: 'judge',
      message: /8 of 8 episodes of step 1 failed.* the first: the judge failed: no route/,
    });
    const config = tinyConfig({ steps: 1, maxFailureShare: 1 });
    const { record } = await tinyRun(newFolder(), { judge: broken, config });
    assert.ok(record.failures.judge > 0);
    assert.equal(record.status, 'incomplete');
    assert.equal(record.chosenStep, null);
  });

  it('refuses what the engine cannot do before it writes anything', async () => {
    const limits = { ...tinyConfig().limits, maxContextTokens: 1000 };
    const folder = newFolder();
    await assert.rejects(tinyRun(folder, { config: tinyConfig({ limits }) }), {
      kind: 'configuration',
      message: /engine table cannot run this configuration: limits\.maxContextTokens is 1000, above its 512/,
    });
    const plain = await tinyBasePolicy();
    const policy = Object.assign(plain, { profile: { ...plain.profile, klCorrections: ['none'] as const } });
    const config = tinyConfig({ klCorrection: 'importance-ratio' });
    await assert.rejects(tinyRun(folder, { config, policy }), {
      kind: 'configuration',
      message: /engine table cannot run this configuration: klCorrection is "importance-ratio"/,
    });
    assert.deepEqual(readdirSync(folder), []);
  });

  it('corrects the KL as the configuration says', async () => {
    const [absent, none, ratio] = [
      await klOfSteps(newFolder(), {}),
      await klOfSteps(newFolder(), { klCorrection: 'none' }),
      await klOfSteps(newFolder(), { klCorrection: 'importance-ratio' }),
    ];
    assert.deepEqual(none, absent);
    assert.notDeepEqual(ratio, absent);
  });

  it('trains off-policy over several passes and minibatches', async () => {
    const config = tinyConfig({
      steps: 3,
      loss: { kind: 'ppo', clipLow: 0.01, clipHigh: 0.01 },
      epochsPerStep: 2,
      minibatches: 2,
    });
    const folder = newFolder();
    const policy = await tinyBasePolicy();
    await tinyRun(folder, { config, policy });
    const { metrics } = await readRun(folder);
    assert.ok(metrics.some((row) => (row['clip_fraction'] ?? 0) > 0));
    // 15 steps made the base policy; 3 steps of 2 passes of 2 minibatches follow.
    assert.equal(
      (await policy.learner.optimStep({ ...config.adam, maxGradNorm: 1, learningRate: 0 })).step,
      15 + 12 + 1,
    );
  });
});
