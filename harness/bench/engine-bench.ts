import type { ModelConfig } from '../engine/index.ts';
import { bytesOf } from '../engine/embedded/folder/named-tensors.ts';
import { parameterShapes } from '../engine/embedded/folder/parameter-shapes.ts';
import type { AdamWBench } from './adam-w-bench.ts';
import type { BenchPlace, BenchResults, DecodeTask, TrainTask } from './bench-task.ts';
import { type Card, findCard } from './card.ts';
import type { MatrixPeak } from './matrix-peak.ts';
import { measure, type Measured } from './measured.ts';
import { tokenWork, trainingPasses } from './token-work.ts';

/** What is measured of a model. */
export interface EngineBenchOptions {
  /** Kinds of training, one measurement each. */
  readonly trained: readonly TrainTask['trained'][];
  readonly sequences: number;
  readonly tokensPerSequence: number;
  /** Lanes decoded together, one measurement each. */
  readonly lanes: readonly number[];
  readonly contextTokens: number;
  /** Longest that one measurement may take, opening the model and the uncounted round included. */
  readonly seconds: number;
}

/** Speed of training or decoding, and the work in it. */
export interface SpeedRow {
  readonly task: TrainTask | DecodeTask;
  readonly result: Measured<BenchResults['train' | 'decode']>;
  /** Arithmetic at the median speed, in 10^9 operations a second; null where nothing was measured. */
  readonly gigaflops: { readonly weights: number; readonly attention: number } | null;
  /** Of the products with the weights alone, in the peak measured beside it; null where either is missing. */
  readonly shareOfPeak: number | null;
}

/** Speeds of one model on one provider. */
export interface EngineBench {
  readonly model: ModelConfig & { readonly parameters: number };
  readonly place: Omit<BenchPlace, 'folder'>;
  readonly card: Card | null;
  readonly peak: Measured<MatrixPeak>;
  readonly speeds: readonly SpeedRow[];
  readonly adamW: Measured<AdamWBench>;
}

/** Ours: comparing the two forms of AdamW takes about twelve copies of the model. */
const mostAdamWParameters = 100_000_000;

/** Steps in one call of `supervisedSteps`, as many as one call of `twinzero pretrain` makes. */
const stepsPerCall = 8;

/**
 * Measures a model folder: training (forward, backward, clipping and AdamW over every token), decoding, the provider's
 * peak and an optimiser step, each in a process of its own.
 * @param onResult is told of each measurement when it is made
 */
export async function benchEngine(
  config: ModelConfig,
  place: BenchPlace,
  options: EngineBenchOptions & { readonly onResult?: (line: SpeedRow) => void },
): Promise<EngineBench> {
  const parameters = bytesOf(parameterShapes(config)) / 4;
  const card = await findCard();
  const limits = { seconds: options.seconds, card };
  const peak = await measure({ kind: 'peak' }, place, limits);
  const speeds: SpeedRow[] = [];
  for (const task of tasks(place, options)) {
    const row = speedRow(config, { task, peak, result: await measure(task, place, limits) });
    options.onResult?.(row);
    speeds.push(row);
  }
  const adamW =
    parameters > mostAdamWParameters
      ? { measured: false as const, reason: `more than ${mostAdamWParameters} parameters` }
      : await measure({ kind: 'adamW' }, place, limits);
  const { provider, threads, rounds } = place;
  return {
    model: { ...config, parameters },
    place: { provider, threads, rounds },
    card,
    peak,
    speeds,
    adamW,
  };
}

function tasks({ provider }: BenchPlace, options: EngineBenchOptions): readonly (TrainTask | DecodeTask)[] {
  const { sequences, tokensPerSequence, contextTokens } = options;
  const train = options.trained.map((trained): TrainTask => ({
    kind: 'train',
    trained,
    sequences,
    tokensPerSequence,
    stepsPerCall: 1,
  }));
  return [
    ...train,
    // Elsewhere the steps of a call are taken one by one.
    ...(provider === 'cuda' ? train.map((task) => ({ ...task, stepsPerCall })) : []),
    ...options.lanes.map((lanes): DecodeTask => ({ kind: 'decode', lanes, contextTokens })),
  ];
}

function speedRow(
  config: ModelConfig,
  row: Pick<SpeedRow, 'task' | 'result'> & { readonly peak: Measured<MatrixPeak> },
): SpeedRow {
  const { task, result, peak } = row;
  if (!result.measured) return { task, result, gigaflops: null, shareOfPeak: null };
  // Half the context is what a decoded token looks back on in the mean.
  const work =
    task.kind === 'train'
      ? tokenWork(config, task.tokensPerSequence)
      : tokenWork(config, task.contextTokens / 2);
  const passes = (task.kind === 'train' ? trainingPasses[task.trained] : 1) * result.value.median * 1e-9;
  const gigaflops = { weights: round(work.weights * passes), attention: round(work.attention * passes) };
  const shareOfPeak = peak.measured
    ? Math.round((1e4 * gigaflops.weights) / peak.value.gigaflops) / 1e4
    : null;
  return { task, result, gigaflops, shareOfPeak };
}

function round(gigaflops: number): number {
  return Math.round(gigaflops * 100) / 100;
}
