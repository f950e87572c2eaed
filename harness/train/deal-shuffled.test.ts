import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Random } from '../core/random.ts';
import type { RewardSpec } from '../reward/rewards.ts';
import { readEpisodes } from '../run/episode-rows.ts';
import { dealShuffled, earnedRewards } from './deal-shuffled.ts';
import type { ScoredEpisode, ScoredGroup } from './score-group.ts';
import { runContents } from './testing/run-contents.ts';
import { scoredGroupOf } from './testing/scored-group-of.ts';
import { temporaryFolders } from './testing/temporary-folder.ts';
import { tinyBasePolicy } from './testing/tiny-policy.ts';
import { tinyConfig, tinyRun } from './testing/tiny-run.ts';

const rewards: readonly RewardSpec[] = [
  { name: 'correctness', weight: 4, reward: 'correctness' },
  { name: 'retry', weight: 0.5, reward: { kind: 'shuffled', of: 'retry' } },
];
const random = (step = 1): Random => Random.seeded(7).fork('shuffled rewards', step);

/** Groups of episodes by their `[correctness, retry]`; null for one that failed. */
function stepOf(groups: readonly (readonly (readonly [number, number] | null)[])[]): ScoredGroup[] {
  return groups.map((episodes) => {
    const group = scoredGroupOf(
      episodes.map((one) => ({ correct: one === null ? null : true, reward: one === null ? null : 0 })),
    );
    const scored = group.scored.map((one, i): ScoredEpisode => {
      const [correctness, retry] = episodes[i] ?? [null, null];
      return {
        ...one,
        parts: { correctness, retry },
        reward: correctness === null || retry === null ? null : 4 * correctness + 0.5 * retry,
      };
    });
    return { ...group, scored, rewards: scored.map(({ reward }) => reward) };
  });
}

/** The amounts of a step after they were dealt, the reward under another name. */
function dealt(groups: readonly ScoredGroup[], at: Random, name = 'retry'): (number | null)[] {
  const renamed = rewards.map((one) => (one.name === 'retry' ? { ...one, name } : one));
  const named = groups.map((group) => ({
    ...group,
    scored: group.scored.map(({ parts, ...one }) => ({
      ...one,
      parts: { correctness: parts['correctness'] ?? null, [name]: parts['retry'] ?? null },
    })),
  }));
  return dealShuffled(named, { rewards: renamed, random: at }).flatMap(({ scored }) =>
    scored.map(({ parts }) => parts[name] ?? null),
  );
}

/** In ascending order, -1 for none. */
const sorted = (amounts: readonly (number | null | undefined)[]): number[] =>
  amounts.map((amount) => amount ?? -1).sort((a, b) => a - b);

describe('a shuffled reward', () => {
  const step = stepOf([
    [
      [1, 0.35],
      [0, 0.5],
      [0, 0],
    ],
    [[1, 0.65], null, [0, 0.8]],
  ]);

  it('deals the amounts of the step out again over all its episodes, none lost and none twice', () => {
    assert.deepEqual(sorted(dealt(step, random())), [-1, 0, 0.35, 0.5, 0.65, 0.8]);
    assert.equal(dealt(step, random())[4], null);
    // Over 200 steps the amount of the first episode goes to each of the five about 40 times, deviation 5.7.
    const places = Array.from({ length: 200 }, (_, i) => dealt(step, random(i)).indexOf(0.35));
    for (const place of [0, 1, 2, 3, 5]) {
      const count = places.filter((one) => one === place).length;
      assert.ok(count > 17 && count < 63, `place ${place}: ${count} of 200`);
    }
  });

  it('pays what was dealt, in the total and in the rewards of the group, and leaves all else', () => {
    const found = dealShuffled(step, { rewards, random: random() });
    for (const [g, group] of found.entries()) {
      assert.deepEqual(
        group.rewards,
        group.scored.map(({ reward }) => reward),
      );
      for (const [i, { parts, reward, episode }] of group.scored.entries()) {
        const before = step[g]?.scored[i];
        assert.equal(episode, before?.episode);
        assert.equal(parts['correctness'], before?.parts['correctness']);
        const { correctness, retry } = parts as Readonly<Record<'correctness' | 'retry', number | null>>;
        assert.equal(reward, correctness === null || retry === null ? null : 4 * correctness + 0.5 * retry);
      }
    }
  });

  it('is dealt alike for one seed and step, otherwise for another, and by its name', () => {
    assert.deepEqual(dealt(step, random()), dealt(step, random()));
    assert.notDeepEqual(dealt(step, random()), dealt(step, random(2)));
    assert.notDeepEqual(dealt(step, random()), dealt(step, random(), 'placebo'));
  });

  it('is earned as that which it shuffles, and changes nothing where there is none', () => {
    assert.deepEqual(earnedRewards(rewards), [rewards[0], { name: 'retry', weight: 0.5, reward: 'retry' }]);
    const plain = earnedRewards(rewards);
    assert.equal(dealShuffled(step, { rewards: plain, random: random() }), step);
  });
});

describe('a run with a shuffled reward', function () {
  this.timeout(30_000);
  const newFolder = temporaryFolders();
  const specs: readonly RewardSpec[] = [
    ...tinyConfig().rewards,
    { name: 'placebo', weight: 2, reward: { kind: 'shuffled', of: 'correctness' } },
  ];
  const config = tinyConfig({ rewards: [...specs] });

  it('pays the sum that the reward itself would, step by step, to others', async () => {
    const folder = newFolder();
    await tinyRun(folder, { config });
    const rows = [...readEpisodes(join(folder, 'episodes.jsonl.gz'))];
    let moved = 0;
    for (let step = 1; step <= config.steps; step += 1) {
      const ofStep = rows.filter((row) => row.step === step);
      const amounts = (name: string): (number | null | undefined)[] => ofStep.map((row) => row.rewards[name]);
      assert.equal(ofStep.length, 8);
      assert.deepEqual(sorted(amounts('placebo')), sorted(amounts('correctness')), `step ${step}`);
      moved += ofStep.filter((row) => row.rewards['placebo'] !== row.rewards['correctness']).length;
    }
    assert.ok(moved > 0);
  });

  it('has the same bytes at any concurrency, and stopped and resumed', async () => {
    const whole = newFolder();
    await tinyRun(whole, { config });
    const serial = newFolder();
    const policy = await tinyBasePolicy();
    await tinyRun(serial, {
      config,
      policy: Object.assign(policy, { profile: { ...policy.profile, maxConcurrency: 1 } }),
    });
    assert.deepEqual(runContents(serial), runContents(whole));
    const stopped = newFolder();
    const controller = new AbortController();
    const { interrupted } = await tinyRun(
      stopped,
      { config },
      {
        signal: controller.signal,
        onEvent: ({ kind, step }) => kind === 'step' && step === 3 && controller.abort(),
      },
    );
    assert.equal(interrupted, true);
    await tinyRun(stopped, { config }, { resume: true });
    assert.deepEqual(runContents(stopped), runContents(whole));
  });
});
