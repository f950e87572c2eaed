import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../harness/core/package-root.ts';
import { requireWritable } from '../../../harness/core/require-writable.ts';
import { Random } from '../../../harness/core/random.ts';
import { openPolicy, requireTrainable } from '../../../harness/engine/index.ts';
import { searchR1Protocol } from '../../../harness/rollout/index.ts';
import { pretrain, type PretrainOptions } from '../../../harness/teach/pretrain.ts';
import { meridianWords } from '../teach/meridian-words.ts';
import { pretrainingDemonstrations } from '../teach/pretraining-demonstrations.ts';
import { basePolicyRecipe, searchR1PolicyRecipe } from './policy-recipes.ts';
import { writeInitialFolder } from './write-initial-folder.ts';

/** A policy to make: its place, and how long it is trained. */
export interface PolicyRequest {
  /** Hugging Face folder to write. */
  readonly to: string;
  /** Optimiser steps; default the recipe's. */
  readonly steps?: number;
  readonly threads: number;
  readonly onStep: (step: number, steps: number, loss: number) => void;
}

/** Makes the base policy: random weights, taught demonstrations of worlds other than the shipped one. */
export async function makeBasePolicy({ to, threads, ...request }: PolicyRequest): Promise<void> {
  const { steps = basePolicyRecipe.steps, onStep } = request;
  const { seed, data, model: shape, learningRate } = basePolicyRecipe;
  const scratch = await mkdtemp(join(tmpdir(), 'twinzero-pretrain-'));
  try {
    const random = Random.seeded(seed).fork('initial weights');
    await writeInitialFolder(scratch, meridianWords(), { shape, random });
    await teach(
      { folder: scratch, to, place: { threads } },
      {
        steps,
        demonstrations: pretrainingDemonstrations({ seed, ...data }),
        learningRate,
        onStep: (step, loss) => onStep(step, steps, loss),
      },
    );
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Teaches the shipped base policy Search-R1's protocol. */
export async function makeSearchR1Policy({ to, threads, ...request }: PolicyRequest): Promise<void> {
  const { steps = searchR1PolicyRecipe.steps, onStep } = request;
  const { seed, learningRate } = searchR1PolicyRecipe;
  const protocol = searchR1Protocol({ prompt: 'compact' });
  await teach(
    {
      folder: join(packageRoot(), 'data', 'models', 'meridian-base'),
      to,
      place: { threads, maxTokens: 512 },
    },
    {
      steps,
      demonstrations: pretrainingDemonstrations({ seed, ...basePolicyRecipe.data, protocol }),
      learningRate,
      observationAs: protocol.observationAs,
      onStep: (step, loss) => onStep(step, steps, loss),
    },
  );
}

interface Lesson {
  readonly folder: string;
  readonly to: string;
  readonly place: { readonly threads: number; readonly maxTokens?: number };
}

/** Steps between saves on the way, so that a long training that is cut short leaves something. */
const saveEvery = 400;

async function teach(
  { folder, to, place }: Lesson,
  options: Omit<PretrainOptions, 'learner' | 'codec' | 'adam' | 'contextWeight'>,
): Promise<void> {
  const { adam, contextWeight } = basePolicyRecipe;
  await requireWritable(to);
  const policy = await openPolicy({ kind: 'embedded', folder }, { provider: 'cpu', ...place });
  try {
    const { learner, codec } = requireTrainable(policy);
    await pretrain({
      ...options,
      learner,
      codec,
      adam,
      contextWeight,
      onStep: async (step, loss) => {
        await options.onStep?.(step, loss);
        if ((step + 1) % saveEvery === 0) await learner.save(to, { dtype: 'float16' });
      },
    });
    await learner.save(to, { dtype: 'float16' });
  } finally {
    await policy.close();
  }
}
