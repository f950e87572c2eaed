import { Random } from '../core/random.ts';
import { type Datum, type ModelConfig, readModelConfig } from '../engine/index.ts';
import type { SessionOptions } from '../engine/embedded/session/session-factory.ts';
import { type EmbeddedPolicy, openEmbeddedPolicy } from '../engine/embedded/worker/embedded-policy.ts';
import { type AdamWBench, benchAdamW } from './adam-w-bench.ts';
import { type MatrixPeak, matrixPeak } from './matrix-peak.ts';
import { measureThroughput, type Rounds, type Throughput } from './throughput.ts';

/** Passes of training over `sequences` random texts. */
export interface TrainTask {
  readonly kind: 'train';
  /** Parameters that learn: all, or those of a low-rank adapter. */
  readonly trained: 'full' | 'adapter';
  readonly sequences: number;
  readonly tokensPerSequence: number;
  /**
   * Optimiser steps in one call: 1 for `forwardBackward` and `optimStep`, which reinforcement learning uses; more for
   * `supervisedSteps`.
   */
  readonly stepsPerCall: number;
}

/** Sampling of `lanes` sequences from a short prompt to `contextTokens`. */
export interface DecodeTask {
  readonly kind: 'decode';
  readonly lanes: number;
  readonly contextTokens: number;
}

/** One measurement, made in a process of its own. */
export type BenchTask = TrainTask | DecodeTask | { readonly kind: 'peak' } | { readonly kind: 'adamW' };

/** Model, provider and rounds of a measurement. */
export interface BenchPlace extends SessionOptions {
  readonly folder: string;
  readonly rounds: number;
}

/** Result of each kind of measurement. */
export interface BenchResults {
  readonly train: Throughput & { readonly openSeconds: number };
  readonly decode: Throughput & { readonly openSeconds: number };
  readonly peak: MatrixPeak;
  readonly adamW: AdamWBench;
}

const adam = { learningRate: 1e-4, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, maxGradNorm: 1 };
/** Ours: what PEFT users commonly begin with; `torch_peer.py` trains the same. */
const adapter = { rank: 16, alpha: 32, targetModules: 'all-linear' } as const;
const promptTokens = 10;

/** Makes one measurement in this process; `signal` ends its rounds early. */
export async function runBenchTask(
  task: BenchTask,
  place: BenchPlace,
  signal: AbortSignal,
): Promise<BenchResults[keyof BenchResults]> {
  if (task.kind === 'peak') return matrixPeak(place);
  const config = await readModelConfig(place.folder);
  if (task.kind === 'adamW') return benchAdamW(config, place);
  const limits =
    task.kind === 'train'
      ? {
          lanes: 2,
          maxTokens: task.tokensPerSequence,
          ...(task.trained === 'adapter' && { adapter }),
        }
      : { lanes: task.lanes, maxTokens: task.contextTokens };
  const start = performance.now();
  const policy = await openEmbeddedPolicy({ ...place, ...limits });
  const openSeconds = Math.round((performance.now() - start) / 100) / 10;
  try {
    const { round, tokens } =
      task.kind === 'train' ? training(policy, task, config) : decoding(policy, task, config);
    const rounds: Rounds = { tokensPerRound: tokens, rounds: place.rounds, signal };
    return { ...(await measureThroughput(round, rounds)), openSeconds };
  } finally {
    await policy.close();
  }
}

/** What a round does, and how many tokens it counts. */
interface Work {
  readonly round: () => Promise<unknown>;
  readonly tokens: number;
}

/** Forward, backward, clipping and AdamW over every token; the weights move. */
export function training(
  { learner }: Pick<EmbeddedPolicy, 'learner'>,
  task: TrainTask,
  config: ModelConfig,
): Work {
  const { sequences, tokensPerSequence, stepsPerCall } = task;
  const random = Random.seeded(0).fork('train');
  const data: Datum[] = Array.from({ length: sequences }, () => ({
    tokens: drawTokens(random, tokensPerSequence, config),
    weights: Array.from({ length: tokensPerSequence - 1 }, () => 1),
  }));
  const reduction = 'token-mean';
  const many = {
    batches: Array.from({ length: stepsPerCall }, () => data),
    adam: Array.from({ length: stepsPerCall }, () => adam),
  };
  return {
    tokens: stepsPerCall * sequences * tokensPerSequence,
    round: async () => {
      if (stepsPerCall > 1) return learner.supervisedSteps(many.batches, { reduction, adam: many.adam });
      await learner.forwardBackward(data, { kind: 'cross_entropy', reduction });
      return learner.optimStep(adam);
    },
  };
}

/** Sampling at temperature 1, every lane to its last token. */
export function decoding(
  policy: Pick<EmbeddedPolicy, 'sample'>,
  { lanes, contextTokens }: DecodeTask,
  config: ModelConfig,
): Work {
  const random = Random.seeded(0).fork('decode');
  const prompts = Array.from({ length: lanes }, () => drawTokens(random, promptTokens, config));
  const maxTokens = contextTokens - promptTokens;
  return {
    tokens: lanes * maxTokens,
    round: () =>
      Promise.all(
        prompts.map((prompt, seed) =>
          policy.sample(prompt, { temperature: 1, maxTokens, seed, stopTokens: [] }),
        ),
      ),
  };
}

function drawTokens(random: Random, length: number, { vocabularySize }: ModelConfig): number[] {
  return Array.from({ length }, () => random.below(vocabularySize));
}
