import { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { openPolicy, requireTrainable } from '../../../harness/engine/index.ts';
import { compactFormat } from '../../../harness/search/index.ts';
import type { PretrainOptions } from '../../../harness/teach/pretrain.ts';
import {
  balancePairs,
  labelPairs,
  type PairLabelling,
  type SearchPair,
} from '../../../harness/teach/search-pairs.ts';
import { tuneSimulator } from '../../../harness/teach/tune-simulator.ts';
import { shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { simulatorLeaks } from '../teach/pair-leaks.ts';
import { simulatorRecipe } from './simulator-recipe.ts';

/** Writer, searches and width that a simulator is made of. */
export interface SimulatorTraining extends Pick<PretrainOptions, 'onStep'> {
  readonly width: number;
  /** Hugging Face folder of the model that is fine-tuned. */
  readonly writer: string;
  readonly pairs: readonly SearchPair[];
  readonly labelling: PairLabelling;
  readonly threads: number;
  /** Hugging Face folder to write. */
  readonly to: string;
}

/** Counts of examples: of each label before balancing, and in all after it, half of them of each label. */
export interface SimulatorExamples {
  readonly useful: number;
  readonly noisy: number;
  readonly balanced: number;
}

/**
 * Fine-tunes a simulator on labelled, balanced searches.
 * @throws TwinZeroError `data` when a pair tells anything of a dev or held-out chunk.
 */
export async function makeSimulator(training: SimulatorTraining): Promise<SimulatorExamples> {
  const { width, writer, pairs, labelling, threads, to, onStep } = training;
  const [leak] = simulatorLeaks(pairs, generateWorld(shippedSeed));
  if (leak !== undefined) throw new TwinZeroError('data', `a simulator must not see this: ${leak}`);
  const { seed, tuning, adam } = simulatorRecipe;
  const labelled = labelPairs(pairs, labelling);
  const balanced = balancePairs(labelled, Random.seeded(seed).fork('balance'));
  const { maxPositions: maxTokens } = simulatorRecipe.model;
  const policy = await openPolicy(
    { kind: 'embedded', folder: writer },
    { provider: 'cpu', threads, maxTokens },
  );
  try {
    const { learner, codec } = requireTrainable(policy);
    await tuneSimulator(
      balanced.map(({ query, question, gold, label, documents }) => ({
        request: { query, question, gold, label, documents: documents.length },
        documents,
      })),
      {
        learner,
        codec,
        format: compactFormat,
        seed,
        steps: tuning.steps,
        perStep: tuning.perStep,
        learningRate: { ...tuning.learningRate, peak: tuning.peak(width) },
        adam,
        ...(onStep !== undefined && { onStep }),
      },
    );
    await learner.save(to, { dtype: 'float16' });
  } finally {
    await policy.close();
  }
  const useful = labelled.filter(({ label }) => label === 'useful').length;
  return { useful, noisy: labelled.length - useful, balanced: balanced.length };
}
