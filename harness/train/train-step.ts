import type { Advantage, Algorithm, RewardedGroup } from '../algorithm/algorithm.ts';
import type { Episode } from '../core/episode.ts';
import { mapConcurrent } from '../core/map-concurrent.ts';
import { Random } from '../core/random.ts';
import { playGroups } from '../rollout/play-episodes.ts';
import { episodeRow, type EpisodeRow } from '../run/episode-rows.ts';
import { addFailures, failureOf } from '../run/failure-counts.ts';
import type { Progress } from '../run/progress.ts';
import type { RunFiles } from '../run/run-log.ts';
import { addSearches } from '../run/usage.ts';
import { healthOf } from './health.ts';
import { learn } from './learn.ts';
import { questionsOfStep } from './question-order.ts';
import { requireFewFailures } from './requirements.ts';
import { type ScoredGroup, scoreGroup, type Scoring } from './score-group.ts';
import type { TrainOptions } from './train.ts';
import { type TrainedSequence, trainedSequences, trainedTokens } from './trained-sequences.ts';

/** What every step of a run is made with. */
export interface StepContext {
  readonly options: TrainOptions;
  readonly algorithm: Algorithm;
  readonly scoring: Scoring;
  readonly files: RunFiles;
}

/**
 * One step: questions, episodes, rewards, what the algorithm must know of their tokens, advantages, updates,
 * measurements.
 *
 * A group without variance stays in the update: its advantages are 0, but it carries the KL term and the entropy,
 * and the loss is a mean over all episodes of the step.
 */
export async function trainStep(progress: Progress, context: StepContext): Promise<Progress> {
  const { options, algorithm, scoring, files } = context;
  const { config, dataset, onEvent } = options;
  const step = progress.step + 1;
  const order = { seed: config.seed, step, perStep: config.questionsPerStep };
  const played = await play(questionsOfStep(dataset.train, order), step, options);
  const limit = options.engine.profile.maxConcurrency;
  const scored = await mapConcurrent(played, (group) => scoreGroup(group, scoring), { limit });
  const sequences = await trainedSequences(scored, {
    engine: options.engine,
    critic: options.critic,
    temperature: config.temperature,
    trainOn: config.trainOn ?? 'policy',
    needs: algorithm.needs,
  });
  const groups = algorithm.needs.length === 0 ? scored : withTokens(scored, sequences);
  const advantages = algorithm.advantages(groups);
  // Before anything can stop the step: what was played is what explains a stop.
  await files.appendEpisodes(rowsOf(scored, advantages, step));
  requireFewFailures(scored, { step, maxShare: config.maxFailureShare });
  const learned = await learn({ groups, advantages, sequences }, step, context);
  const health = healthOf(scored);
  await files.appendMetrics({ step, health, ...learned });
  const { rewardMean, correctShare, answeredShare, failed } = health;
  onEvent?.({ kind: 'step', step, steps: config.steps, rewardMean, correctShare, answeredShare, failed });
  const all = scored.flatMap((group) => group.scored);
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

function play(
  questions: Parameters<typeof playGroups>[0],
  step: number,
  { config, engine, codec, protocol, search, trainingSearch }: TrainOptions,
): ReturnType<typeof playGroups> {
  return playGroups(questions, {
    engine,
    codec,
    protocol,
    search: trainingSearch?.at(step) ?? search,
    limits: config.limits,
    sampling: { temperature: config.temperature },
    step,
    samples: config.groupSize,
    concurrency: engine.profile.maxConcurrency,
    random: Random.seeded(config.seed).fork('rollout'),
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
