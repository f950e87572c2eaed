import { z } from 'zod';
import type { SettingTable, TrainingGround } from '../../harness/baseline/index.ts';
import { Random } from '../../harness/core/random.ts';
import { type Datum, requireTrainable } from '../../harness/engine/index.ts';
import type { TrainKit } from '../../harness/run/index.ts';
import { supervise } from '../../harness/teach/pretrain.ts';

/** How a policy is fine-tuned on sequences. */
export interface FineTuneSettings {
  /** Passes over the sequences, from 1. */
  readonly epochs: number;
  /** Sequences a step, from 1. */
  readonly batch: number;
  readonly learningRate: number;
}

/** Settings of a fine-tuning; Search-R1 publishes none of its own. */
export const fineTuneSettings: SettingTable<FineTuneSettings> = {
  epochs: {
    schema: z.int().positive(),
    default: 3,
    source: 'R1-Searcher (arXiv 2503.05592): its SFT has 3 epochs',
  },
  batch: {
    schema: z.int().positive(),
    default: 32,
    source: 'ours: as in the recipe of the embedded policies',
  },
  learningRate: {
    schema: z.number().positive(),
    default: 1e-3,
    source: 'ours: that of the recipe which teaches the embedded policies a protocol',
  },
};

/** A fine-tuning of a ground. */
export interface FineTuneOptions extends FineTuneSettings {
  readonly ground: Pick<TrainingGround, 'seed' | 'to' | 'onStep'>;
}

/**
 * Fine-tunes the policy of a kit by cross-entropy on sequences in another random order each epoch, and writes it as a
 * folder of float16.
 */
export async function fineTune(
  { policy }: Pick<TrainKit, 'policy'>,
  data: readonly Datum[],
  { ground, epochs, batch, learningRate }: FineTuneOptions,
): Promise<void> {
  const { learner } = requireTrainable(policy);
  const random = Random.seeded(ground.seed).fork('fine-tune');
  const batches = Array.from({ length: epochs }, (_, epoch) => {
    const shuffled = random.fork(epoch).shuffle(data);
    const starts = Array.from({ length: Math.ceil(data.length / batch) }, (__, i) => i * batch);
    return starts.map((start) => shuffled.slice(start, start + batch));
  }).flat();
  await supervise({
    learner,
    steps: batches.length,
    data: async (step) => batches[step] ?? [],
    learningRate: { kind: 'cosine', peak: learningRate, warmupRatio: 0.05 },
    adam: { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.01, maxGradNorm: 1 },
    onStep: (step) => ground.onStep?.(step + 1, batches.length),
  });
  await learner.save(ground.to, { dtype: 'float16' });
}
