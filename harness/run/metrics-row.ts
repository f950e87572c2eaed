import { stringify } from 'csv-stringify/sync';
import { criticColumns, gapColumn, leadingColumns, trailingColumns } from './metric-columns.ts';

/** Figures of a step's episodes; a figure without a case to count is null, never 0. */
export interface Health {
  readonly episodes: number;
  /** Episodes without a reward; every figure below leaves them out. */
  readonly failed: number;
  readonly rewardMean: number | null;
  /** Mean over groups of the sample standard deviation within the group: what advantages are divided by. */
  readonly rewardStd: number | null;
  /** Mean unweighted value of each reward part. */
  readonly parts: Readonly<Record<string, number | null>>;
  readonly groups: number;
  /** Groups of at least two rewards that are all equal: without KL they teach nothing. */
  readonly zeroVarianceGroups: number;
  readonly correctShare: number | null;
  /** Share of episodes that ended in an answer, right or wrong. */
  readonly answeredShare: number | null;
  readonly searchesPerEpisode: number | null;
  /** Share of searches whose query, apart from case and spacing, was asked before in the same episode. */
  readonly repeatedQueryShare: number | null;
  /**
   * P(correct | the first search missed the gold chunk): what ReZero's retry reward is meant to raise. Leaves out
   * episodes whose first search gave simulated documents only: a simulator has no gold chunk to miss.
   */
  readonly recovery: number | null;
  readonly policyTokensPerEpisode: number | null;
}

/** A training step's optimiser steps as one. */
export interface UpdateStats {
  /** Mean over the optimiser steps, as is `gradNorm`. */
  readonly loss: number;
  readonly gradNorm: number;
  /** Mean per trained token over the optimiser steps, as are the next two; null where the loss has none. */
  readonly entropy: number | null;
  readonly kl: number | null;
  readonly clipFraction: number | null;
  /** Mean distance, in nats, between the log-probabilities of sampler and trainer before the first of the steps. */
  readonly samplerGap?: number;
}

/** A training step's updates of the critic, each figure the mean over its optimiser steps. */
export interface CriticStats {
  readonly loss: number;
  readonly clipFraction: number;
  readonly gradNorm: number;
}

/** Parts of one row of metrics.csv. */
export interface StepMetrics {
  readonly step: number;
  readonly health: Health;
  /** Null when the step had nothing to train on. */
  readonly update: UpdateStats | null;
  readonly learningRate: number;
  /** Absent in a run without a critic, which has no columns for it. */
  readonly critic?: CriticMetrics;
  /** True where sampler and trainer are two programs, whose gap has a column. */
  readonly measuresGap?: true;
}

/** A step's update of the critic. */
export interface CriticMetrics {
  /** Null when the step had nothing to train on. */
  readonly update: CriticStats | null;
  readonly learningRate: number;
}

/** Columns that not every run has. */
export interface OptionalColumns {
  readonly critic: boolean;
  /** Default false. */
  readonly samplerGap?: boolean;
}

/** The columns of metrics.csv, in order; one per reward part of the preset, and no wall-clock time. */
function metricsColumns(parts: readonly string[], { critic, samplerGap = false }: OptionalColumns): string[] {
  return [
    ...leadingColumns,
    ...parts,
    ...trailingColumns,
    ...(critic ? criticColumns : []),
    ...(samplerGap ? [gapColumn] : []),
  ];
}

/** One line of metrics.csv with its line end; a missing value is an empty cell, never 0. */
export function metricsLine(parts: readonly string[], metrics: StepMetrics): string {
  const values = metricsValues(metrics);
  const columns = metricsColumns(parts, {
    critic: metrics.critic !== undefined,
    samplerGap: metrics.measuresGap === true,
  });
  return stringify([columns.map((column) => cell(values[column] ?? null))]);
}

/** The header line of metrics.csv; a run with a critic has columns for it. */
export function metricsHeader(parts: readonly string[], options: OptionalColumns): string {
  return stringify([metricsColumns(parts, options)]);
}

function metricsValues(metrics: StepMetrics): Record<string, number | null> {
  const { step, health, update, learningRate, critic } = metrics;
  return {
    step,
    episodes: health.episodes,
    failed: health.failed,
    reward_mean: health.rewardMean,
    reward_std: health.rewardStd,
    ...health.parts,
    ...updateValues(update),
    learning_rate: learningRate,
    zero_variance_groups: health.zeroVarianceGroups,
    groups: health.groups,
    searches_per_episode: health.searchesPerEpisode,
    repeated_query_share: health.repeatedQueryShare,
    recovery: health.recovery,
    answered_share: health.answeredShare,
    policy_tokens_per_episode: health.policyTokensPerEpisode,
    ...criticValues(critic),
  };
}

function updateValues(update: UpdateStats | null): Record<string, number | null> {
  if (update === null) return {};
  const { entropy, kl, clipFraction, loss, gradNorm, samplerGap = null } = update;
  return { entropy, kl, clip_fraction: clipFraction, loss, grad_norm: gradNorm, sampler_gap: samplerGap };
}

function criticValues(critic: CriticMetrics | undefined): Record<string, number | null> {
  if (critic === undefined) return {};
  const { update, learningRate } = critic;
  return {
    value_loss: update?.loss ?? null,
    value_clip_fraction: update?.clipFraction ?? null,
    value_grad_norm: update?.gradNorm ?? null,
    value_learning_rate: learningRate,
  };
}

/** The shortest text that reads back as the same double. */
function cell(value: number | null): string {
  return value === null ? '' : String(value);
}

/** One row of metrics.csv; a column that is empty there is null. */
export type MetricsRow = Readonly<Record<string, number | null>>;
