import { Random } from '../../core/random.ts';
import { playEpisodes } from '../../rollout/index.ts';
import { openKit, playerOf } from '../../run/index.ts';
import { firstPaper } from './first-paper.ts';
import type { OpenPart, Part } from './part.ts';

const episodes = 64;

/**
 * Plays 64 episodes of a small shipped policy at the temperature of training, so many of them in flight at once, with
 * search, parsing and all.
 */
async function openRollout(inFlight: number): Promise<OpenPart> {
  const { reproduction, config } = await firstPaper();
  const kit = await openKit(config, { provider: 'cpu', threads: 1 }, reproduction.brings);
  const questions = kit.dataset.train.slice(0, episodes / 8);
  return {
    amount: episodes,
    call: () =>
      playEpisodes(questions, {
        ...playerOf(kit),
        sampling: { temperature: config.temperature },
        step: 1,
        samples: 8,
        concurrency: inFlight,
        random: Random.seeded(1).fork('rollout'),
      }),
    close: () => kit.close(),
  };
}

/** Rollouts by the episodes that are played together. */
export const rolloutParts: readonly Part[] = [
  { id: 'rollout', unit: 'episodes', grows: 'episodes in flight', sizes: [1, 4, 16, 64], open: openRollout },
];
