import type { Advantage, RewardedGroup } from '../algorithm/algorithm.ts';
import type { Episode } from '../core/episode.ts';
import { mapConcurrent } from '../core/map-concurrent.ts';
import { Random } from '../core/random.ts';
import { requireTrainable } from '../engine/index.ts';
import { requireFewFailures } from '../evaluate/require-few-failures.ts';
import { playGroups } from '../rollout/index.ts';
import {
  addFailures,
  addSearches,
  episodeRow,
  type EpisodeRow,
  failureOf,
  playerOf,
  type Progress,
  type TrainKit,
} from '../run/index.ts';
import { dealShuffled, earnedRewards } from './deal-shuffled.ts';
import { healthOf } from './health.ts';
import { learn } from './learn.ts';
import { questionsOfStep } from './question-order.ts';
import { type ScoredGroup, scoreGroup, type Scoring } from './score-group.ts';
import type { StepSink } from './train-event.ts';
import { type TrainedSequence, trainedSequences, trainedTokens } from './trained-sequences.ts';

/**
 * One step: questions, episodes, rewards, what the algorithm must know of their tokens, advantages, updates,
 * measurements.
 *
 * A group without variance stays in the update: its advantages are 0, but it carries the KL term and the entropy,
 * and the loss is a mean over all episodes of the step.
 */
export async function trainStep(
  progress: Progress,
  kit: TrainKit,
  { log, onEvent, chunks }: StepSink & { readonly chunks: Scoring['chunks'] },
): Promise<Progress> {
  const { config, judge, algorithm, ownRewards } = kit;
  const policy = requireTrainable(kit.policy);
  const step = progress.step + 1;
  const played = await play(step, kit);
  const rewards = earnedRewards(config.rewards);
  const earned = await mapConcurrent(
    played,
    (group) => scoreGroup(group, { rewards, ownRewards, judge, chunks }),
    {
      limit: policy.profile.maxConcurrency,
    },
  );
  const random = Random.seeded(config.seed).fork('shuffled rewards', step);
  const scored = dealShuffled(earned, { rewards: config.rewards, random });
  const sequences = await trainedSequences(scored, {
    engine: policy,
    critic: kit.critic ?? undefined,
    temperature: config.temperature,
    trainOn: config.trainOn ?? 'policy',
    needs: algorithm.needs,
  });
  const groups = algorithm.needs.length === 0 ? scored : withTokens(scored, sequences);
  const advantages = algorithm.advantages(groups);
  // Before anything can stop the step: what was played is what explains a stop.
  await log.appendEpisodes(rowsOf(scored, advantages, step));
  const all = scored.flatMap((group) => group.scored);
  requireFewFailures(
    all.map(({ episode, verdict, reward }) => ({ episode, verdict, lost: reward === null })),
    { during: `step ${step}`, maxShare: config.maxFailureShare },
  );
  const learned = await learn({ groups, advantages, sequences }, step, kit);
  const health = healthOf(scored);
  await log.appendMetrics({ step, health, ...learned });
  const { rewardMean, correctShare, answeredShare, failed } = health;
  onEvent?.({ kind: 'step', step, steps: config.steps, rewardMean, correctShare, answeredShare, failed });
  const lost = all.map(({ episode, verdict }) => failureOf(episode, verdict));
  const episodes = all.map(({ episode }) => episode);
  const { usage } = progress;
  return {
    ...progress,
    step,
    failures: addFailures([progress.failures, ...lost]),
    signals: [...progress.signals, { step, correctShare, answeredShare }],
    usage: { ...usage, training: addSearches(usage.training, episodes) },
  };
}

function play(step: number, kit: TrainKit): ReturnType<typeof playGroups> {
  const { config, dataset, policy, trainingSearch } = kit;
  const { seed, questionsPerStep: perStep, steps } = config;
  return playGroups(questionsOfStep(dataset.train, { seed, step, perStep }), {
    ...playerOf(kit, trainingSearch, { step, steps }),
    sampling: { temperature: config.temperature },
    step,
    samples: config.groupSize,
    concurrency: policy.profile.maxConcurrency,
    random: Random.seeded(seed).fork('rollout'),
  });
}

function withTokens(
  groups: readonly ScoredGroup[],
  sequences: ReadonlyMap<Episode, TrainedSequence>,
): RewardedGroup[] {
  return groups.map(({ group, scored, rewards }) => {
    const tokens = scored.map(({ episode }) => {
      const sequence = sequences.get(episode);
      return sequence === undefined ? null : trainedTokens(sequence);
    });
    return { group, rewards, tokens };
  });
}

function rowsOf(
  groups: readonly ScoredGroup[],
  advantages: readonly (readonly (Advantage | null)[])[],
  step: number,
): EpisodeRow[] {
  return groups.flatMap(({ scored }, i) =>
    scored.map(({ episode, parts }, j) =>
      episodeRow(episode, { step, rewards: parts, advantage: meanOf(advantages[i]?.[j] ?? null) }),
    ),
  );
}

/** One number for an episode's row; 0 for an episode without trained tokens. */
function meanOf(advantage: Advantage | null): number | null {
  if (advantage === null || typeof advantage === 'number') return advantage;
  return advantage.reduce((sum, value) => sum + value, 0) / Math.max(advantage.length, 1);
}
