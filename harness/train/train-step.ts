import type { Advantage } from '../algorithm/advantage.ts';
import type { Algorithm } from '../algorithm/algorithm.ts';
import { Random } from '../core/random.ts';
import { episodeRow, type EpisodeRow } from '../rollout/episode-row.ts';
import { mapConcurrent } from '../rollout/map-concurrent.ts';
import { playGroups } from '../rollout/play-groups.ts';
import { episodeDatum } from './episode-datum.ts';
import { addFailures, failureOf } from './failure-counts.ts';
import { healthOf } from './health.ts';
import { learningRateAt } from './learning-rate.ts';
import type { Progress } from './progress.ts';
import { questionsOfStep } from './question-order.ts';
import { requireFewFailures } from './require-few-failures.ts';
import type { RunFiles } from './run-files.ts';
import { scoreGroup } from './score-group.ts';
import type { ScoredGroup } from './scored-group.ts';
import type { Scoring } from './scoring.ts';
import type { TrainConfig } from './train-config.ts';
import type { TrainOptions } from './train-options.ts';
import { updatePolicy } from './update-policy.ts';
import type { UpdateStats } from './update-stats.ts';

/** What every step of a run is made with. */
export interface StepContext {
  readonly options: TrainOptions;
  readonly algorithm: Algorithm;
  readonly scoring: Scoring;
  readonly files: RunFiles;
}

/**
 * One step: questions, episodes, rewards, advantages, update, measurements.
 *
 * A group without variance stays in the update: its advantages are 0, but it carries the KL term and the entropy,
 * and the loss is a mean over all episodes of the step.
 */
export async function trainStep(progress: Progress, context: StepContext): Promise<Progress> {
  const { options, algorithm, scoring, files } = context;
  const { config, dataset, onEvent } = options;
  const step = progress.step + 1;
  const order = { seed: config.seed, step, perStep: config.questionsPerStep };
  const groups = await play(questionsOfStep(dataset.train, order), step, options);
  const limit = options.engine.profile.maxConcurrency;
  const scored = await mapConcurrent(groups, (group) => scoreGroup(group, scoring), { limit });
  const advantages = algorithm.advantages(scored);
  // Before anything can stop the step: what was played is what explains a stop.
  await files.appendEpisodes(rowsOf(scored, advantages, step));
  requireFewFailures(scored, { step, maxShare: config.maxFailureShare });
  const learningRate = learningRateAt(config.learningRate, { done: progress.step, total: config.steps });
  const update = await learn(scored, advantages, { step, learningRate, context });
  const health = healthOf(scored);
  await files.appendMetrics({ step, health, update, learningRate });
  const { rewardMean, correctShare, answeredShare, failed } = health;
  onEvent?.({ kind: 'step', step, steps: config.steps, rewardMean, correctShare, answeredShare, failed });
  const lost = scored.flatMap((group) =>
    group.scored.map(({ episode, verdict }) => failureOf(episode, verdict)),
  );
  return {
    ...progress,
    step,
    failures: addFailures([progress.failures, ...lost]),
    signals: [...progress.signals, { step, correctShare, answeredShare }],
  };
}

function play(
  questions: Parameters<typeof playGroups>[0],
  step: number,
  { config, engine, codec, protocol, search }: TrainOptions,
): ReturnType<typeof playGroups> {
  return playGroups(questions, {
    engine,
    codec,
    protocol,
    search,
    limits: config.limits,
    sampling: { temperature: config.temperature },
    step,
    samples: config.groupSize,
    concurrency: engine.profile.maxConcurrency,
    random: Random.seeded(config.seed).fork('rollout'),
  });
}

function learn(
  groups: readonly ScoredGroup[],
  advantages: readonly (readonly (Advantage | null)[])[],
  place: { readonly step: number; readonly learningRate: number; readonly context: StepContext },
): Promise<UpdateStats | null> {
  const { options, algorithm } = place.context;
  const { config, engine } = options;
  const data = groups.flatMap(({ scored }, i) =>
    scored.flatMap(({ episode }, j) => {
      const advantage = advantages[i]?.[j] ?? null;
      return advantage === null ? [] : [episodeDatum(episode, advantage)];
    }),
  );
  return updatePolicy(engine, data, {
    loss: algorithm.loss(config.loss, config),
    adam: adamOf(config, place.learningRate),
    epochs: config.epochsPerStep,
    minibatches: config.minibatches,
    random: Random.seeded(config.seed).fork('update', place.step),
  });
}

function adamOf({ adam }: TrainConfig, learningRate: number): Parameters<typeof updatePolicy>[2]['adam'] {
  const { maxGradNorm, ...rest } = adam;
  return { ...rest, learningRate, ...(maxGradNorm !== null && { maxGradNorm }) };
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
