import { copyingExamples } from '../data/meridian/copying-examples.ts';
import { writerExamples } from '../data/meridian/writer-examples.ts';
import type { EmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import { pretrain, type PretrainOptions } from './pretrain.ts';
import { simulatorRecipe, type SimulatorSize } from './simulator-recipe.ts';

/** Teaches a model of random weights to copy, then to write documents of worlds other than the shipped one. */
export async function pretrainWriter(
  engine: EmbeddedEngine,
  codec: TextCodec,
  {
    size,
    steps,
    onStep,
  }: {
    readonly size: SimulatorSize;
    readonly steps?: number | undefined;
    readonly onStep?: PretrainOptions['onStep'];
  },
): Promise<void> {
  const { seed, copying, writing, adam } = simulatorRecipe;
  await pretrain({
    engine,
    codec,
    steps: copying.steps,
    demonstrations: copyingExamples({ seed, perStep: copying.perStep }),
    learningRate: { ...copying.learningRate, peak: copying.peaks[size] },
    adam,
    contextWeight: 0,
    ...(onStep !== undefined && { onStep }),
  });
  const { perStep, stepsPerWorld, learningRate, peaks } = writing;
  await pretrain({
    engine,
    codec,
    steps: steps ?? writing.steps,
    demonstrations: writerExamples({ seed, perStep, stepsPerWorld }),
    learningRate: { ...learningRate, peak: peaks[size] },
    adam,
    contextWeight: 0,
    observationAs: 'continuation',
    ...(onStep !== undefined && { onStep }),
  });
}
