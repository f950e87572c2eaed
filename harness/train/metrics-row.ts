import { stringify } from 'csv-stringify/sync';
import type { Health } from './health.ts';
import type { UpdateStats } from './update-stats.ts';

/** What one row of metrics.csv is made of. */
export interface StepMetrics {
  readonly step: number;
  readonly health: Health;
  /** Null when the step had nothing to train on. */
  readonly update: UpdateStats | null;
  readonly learningRate: number;
}

const leading = ['step', 'episodes', 'failed', 'reward_mean', 'reward_std'];
const trailing = [
  'entropy',
  'kl',
  'clip_fraction',
  'loss',
  'grad_norm',
  'learning_rate',
  'zero_variance_groups',
  'groups',
  'searches_per_episode',
  'repeated_query_share',
  'recovery',
  'answered_share',
  'policy_tokens_per_episode',
];

/** The columns of metrics.csv, in order; one per reward part of the preset, and no wall-clock time. */
export function metricsColumns(parts: readonly string[]): string[] {
  return [...leading, ...parts, ...trailing];
}

/** One line of metrics.csv with its line end; a missing value is an empty cell, never 0. */
export function metricsLine(parts: readonly string[], metrics: StepMetrics): string {
  const values = metricsValues(metrics);
  return stringify([metricsColumns(parts).map((column) => cell(values[column] ?? null))]);
}

/** The header line of metrics.csv. */
export function metricsHeader(parts: readonly string[]): string {
  return stringify([metricsColumns(parts)]);
}

function metricsValues({ step, health, update, learningRate }: StepMetrics): Record<string, number | null> {
  return {
    step,
    episodes: health.episodes,
    failed: health.failed,
    reward_mean: health.rewardMean,
    reward_std: health.rewardStd,
    ...health.parts,
    entropy: update?.entropy ?? null,
    kl: update?.kl ?? null,
    clip_fraction: update?.clipFraction ?? null,
    loss: update?.loss ?? null,
    grad_norm: update?.gradNorm ?? null,
    learning_rate: learningRate,
    zero_variance_groups: health.zeroVarianceGroups,
    groups: health.groups,
    searches_per_episode: health.searchesPerEpisode,
    repeated_query_share: health.repeatedQueryShare,
    recovery: health.recovery,
    answered_share: health.answeredShare,
    policy_tokens_per_episode: health.policyTokensPerEpisode,
  };
}

/** The shortest text that reads back as the same double. */
function cell(value: number | null): string {
  return value === null ? '' : String(value);
}
