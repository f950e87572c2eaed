import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packageRoot } from '../../../harness/core/package-root.ts';
import { requireWritable } from '../../../harness/core/require-writable.ts';
import { Random } from '../../../harness/core/random.ts';
import { writeFileWhole } from '../../../harness/core/write-file-whole.ts';
import { openPolicy, requireTrainable } from '../../../harness/engine/index.ts';
import { searchR1Protocol } from '../../../harness/rollout/index.ts';
import { pretrain, type PretrainOptions } from '../../../harness/teach/pretrain.ts';
import type { TeacherRates } from '../teach/teacher-rates.ts';
import { meridianWords } from '../teach/meridian-words.ts';
import { pretrainingDemonstrations } from '../teach/pretraining-demonstrations.ts';
import { type MixtureName, taughtMixture } from './mixtures.ts';
import { policyCard, type PolicyMaking } from './policy-card.ts';
import { basePolicyRecipe, retrainingRecipe, searchR1PolicyRecipe } from './policy-recipes.ts';
import { writeInitialFolder } from './write-initial-folder.ts';

/** A policy to make: its place, what it is taught, and how long. */
export interface PolicyRequest {
  /** Hugging Face folder to write. */
  readonly to: string;
  readonly mixture: MixtureName;
  /** Habits of the teacher that are not the mixture's; default none. */
  readonly teacher?: Partial<TeacherRates>;
  /** Folder of a policy to teach further; default random weights, for Search-R1's protocol the shipped base policy. */
  readonly from?: string;
  /** Of worlds, demonstrations and initial weights; default the recipe's. */
  readonly seed?: number;
  /** Optimiser steps; default the recipe's. */
  readonly steps?: number;
  /** Documents a search, default 1. */
  readonly documents?: number;
  readonly threads: number;
  readonly onStep: (step: number, steps: number, loss: number) => void;
}

/** Makes a base policy from demonstrations of worlds other than the shipped one, and its card. */
export async function makeBasePolicy(request: PolicyRequest): Promise<void> {
  const { to, from, mixture, teacher = {}, documents = 1, threads, onStep } = request;
  const recipe = from === undefined ? basePolicyRecipe : retrainingRecipe;
  const { learningRate } = recipe;
  const { seed = recipe.seed, steps = recipe.steps } = request;
  const { data, model: shape } = basePolicyRecipe;
  const scratch = await mkdtemp(join(tmpdir(), 'twinzero-pretrain-'));
  try {
    const random = Random.seeded(seed).fork('initial weights');
    if (from === undefined) await writeInitialFolder(scratch, meridianWords(), { shape, random });
    await teach(
      { folder: from ?? scratch, to, place: { threads } },
      {
        steps,
        demonstrations: pretrainingDemonstrations({
          seed,
          documents,
          ...data,
          ...taughtMixture(mixture, teacher),
        }),
        learningRate,
        onStep: (step, loss) => onStep(step, steps, loss),
      },
    );
    await writeCard(to, {
      mixture,
      teacher,
      from: from === undefined ? null : basename(from),
      seed,
      steps,
      perStep: data.perStep,
      documents,
      peakLearningRate: learningRate.peak,
    });
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Teaches a policy Search-R1's protocol, and writes its card. */
export async function makeSearchR1Policy(request: PolicyRequest): Promise<void> {
  const {
    to,
    from = join(packageRoot(), 'data', 'models', 'meridian-base'),
    mixture,
    teacher = {},
    documents = 1,
    threads,
    onStep,
  } = request;
  const { learningRate } = searchR1PolicyRecipe;
  const { seed = searchR1PolicyRecipe.seed, steps = searchR1PolicyRecipe.steps } = request;
  const { data } = basePolicyRecipe;
  const protocol = searchR1Protocol({ prompt: 'compact' });
  await teach(
    { folder: from, to, place: { threads, maxTokens: 512 } },
    {
      steps,
      demonstrations: pretrainingDemonstrations({
        seed,
        documents,
        ...data,
        ...taughtMixture(mixture, teacher),
        protocol,
      }),
      learningRate,
      observationAs: protocol.observationAs,
      onStep: (step, loss) => onStep(step, steps, loss),
    },
  );
  await writeCard(to, {
    mixture,
    teacher,
    from: basename(from),
    seed,
    steps,
    perStep: data.perStep,
    documents,
    peakLearningRate: learningRate.peak,
  });
}

function writeCard(to: string, making: Omit<PolicyMaking, 'name'>): Promise<void> {
  return writeFileWhole(join(to, 'README.md'), policyCard({ name: basename(to), ...making }));
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
