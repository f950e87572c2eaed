import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../harness/core/random.ts';
import { type Learner, openPolicy, requireTrainable, type TextCodec } from '../../../harness/engine/index.ts';
import { pretrain, type PretrainOptions } from '../../../harness/teach/pretrain.ts';
import { copyingExamples, simulatorWords } from '../teach/copying-examples.ts';
import { writerExamples } from '../teach/writer-examples.ts';
import { simulatorRecipe, simulatorShape } from './simulator-recipe.ts';
import { writeInitialFolder } from './write-initial-folder.ts';

/** Lessons of a writer, copying before writing. */
export type WriterLesson = 'copying' | 'writing';

/** One lesson of a writer. */
export interface LessonOptions {
  readonly width: number;
  readonly onStep?: PretrainOptions['onStep'];
}

/**
 * One lesson of a model of random weights that is to write documents of worlds other than the shipped one; each begins
 * with an optimiser of its own.
 */
export async function pretrainWriter(
  lesson: WriterLesson,
  { learner, codec }: { readonly learner: Learner; readonly codec: TextCodec },
  { width, onStep }: LessonOptions,
): Promise<void> {
  const { seed, adam } = simulatorRecipe;
  const { steps, perStep, learningRate, peak } = simulatorRecipe[lesson];
  const { stepsPerWorld } = simulatorRecipe.writing;
  await pretrain({
    learner,
    codec,
    steps,
    demonstrations:
      lesson === 'copying'
        ? copyingExamples({ seed, perStep })
        : writerExamples({ seed, perStep, stepsPerWorld }),
    learningRate: { ...learningRate, peak: peak(width) },
    adam,
    contextWeight: 0,
    observationAs: 'continuation',
    ...(onStep !== undefined && { onStep }),
  });
}

/** Width of a writer to make, and its place. */
export interface WriterRequest extends Pick<PretrainOptions, 'onStep'> {
  readonly width: number;
  /** Hugging Face folder to write. */
  readonly to: string;
  readonly threads: number;
}

/** Makes a model of one width that writes documents of archives, from random weights. */
export async function makeWriter({ width, to, threads, onStep }: WriterRequest): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'twinzero-writer-'));
  try {
    const shape = { ...simulatorRecipe.model, ...simulatorShape(width) };
    const random = Random.seeded(simulatorRecipe.seed).fork('simulator weights', width);
    await writeInitialFolder(scratch, simulatorWords(), { shape, random });
    const copied = join(scratch, 'copied');
    await teach('copying', scratch, { width, threads, onStep, to: copied, dtype: 'float32' });
    await teach('writing', copied, { width, threads, onStep, to, dtype: 'float16' });
  } finally {
    await rm(scratch, { recursive: true });
  }
}

interface Lesson {
  readonly width: number;
  readonly threads: number;
  readonly onStep: WriterRequest['onStep'];
  readonly to: string;
  readonly dtype: 'float16' | 'float32';
}

async function teach(name: WriterLesson, folder: string, lesson: Lesson): Promise<void> {
  const { width, threads, onStep, to, dtype } = lesson;
  const maxTokens = simulatorRecipe.model.maxPositions;
  const policy = await openPolicy({ kind: 'embedded', folder }, { provider: 'cpu', threads, maxTokens });
  try {
    const { learner, codec } = requireTrainable(policy);
    await pretrainWriter(name, { learner, codec }, { width, ...(onStep !== undefined && { onStep }) });
    await learner.save(to, { dtype });
  } finally {
    await policy.close();
  }
}
