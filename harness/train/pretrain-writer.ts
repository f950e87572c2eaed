import { copyingExamples } from '../data/meridian/copying-examples.ts';
import { writerExamples } from '../data/meridian/writer-examples.ts';
import type { Engine } from '../engine/engine.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import { pretrain, type PretrainOptions } from './pretrain.ts';
import { simulatorRecipe, type SimulatorSize } from './simulator-recipe.ts';

/** What a writer learns first, and what then. */
export type WriterLesson = 'copying' | 'writing';

/** One lesson of a writer. */
export interface LessonOptions {
  readonly size: SimulatorSize;
  readonly onStep?: PretrainOptions['onStep'];
}

/**
 * One lesson of a model of random weights that is to write documents of worlds other than the shipped one; each begins
 * with an optimiser of its own.
 */
export async function pretrainWriter(
  lesson: WriterLesson,
  { engine, codec }: { readonly engine: Engine; readonly codec: TextCodec },
  { size, onStep }: LessonOptions,
): Promise<void> {
  const { seed, adam } = simulatorRecipe;
  const { steps, perStep, learningRate, peaks } = simulatorRecipe[lesson];
  const { stepsPerWorld } = simulatorRecipe.writing;
  await pretrain({
    engine,
    codec,
    steps,
    demonstrations:
      lesson === 'copying'
        ? copyingExamples({ seed, perStep })
        : writerExamples({ seed, perStep, stepsPerWorld }),
    learningRate: { ...learningRate, peak: peaks[size] },
    adam,
    contextWeight: 0,
    observationAs: 'continuation',
    ...(onStep !== undefined && { onStep }),
  });
}
