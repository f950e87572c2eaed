import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../core/random.ts';
import { simulatorWords } from '../data/meridian/simulator-words.ts';
import { buildWordTokenizer } from '../engine/embedded/build-word-tokenizer.ts';
import { createEmbeddedEngine } from '../engine/embedded/create-embedded-engine.ts';
import { huggingFaceCodec } from '../engine/embedded/hugging-face-codec.ts';
import { initialWeights } from '../engine/embedded/initial-weights.ts';
import { saveFolder } from '../engine/embedded/save-folder.ts';
import { saveWordTokenizer } from '../engine/embedded/save-word-tokenizer.ts';
import type { PretrainOptions } from './pretrain.ts';
import { pretrainWriter, type WriterLesson } from './pretrain-writer.ts';
import { simulatorRecipe, type SimulatorSize } from './simulator-recipe.ts';

/** How a writer is made. */
export interface WriterRequest extends Pick<PretrainOptions, 'onStep'> {
  readonly size: SimulatorSize;
  /** Hugging Face folder to write. */
  readonly to: string;
  readonly threads: number;
}

/** Makes a model of one size that writes documents of archives, from random weights. */
export async function makeWriter({ size, to, threads, onStep }: WriterRequest): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'twinzero-writer-'));
  try {
    await writeInitialFolder(scratch, size);
    const copied = join(scratch, 'copied');
    await teach('copying', scratch, { size, threads, onStep, to: copied, dtype: 'float32' });
    await teach('writing', copied, { size, threads, onStep, to, dtype: 'float16' });
  } finally {
    await rm(scratch, { recursive: true });
  }
}

interface Lesson {
  readonly size: SimulatorSize;
  readonly threads: number;
  readonly onStep: WriterRequest['onStep'];
  readonly to: string;
  readonly dtype: 'float16' | 'float32';
}

async function teach(name: WriterLesson, folder: string, lesson: Lesson): Promise<void> {
  const { size, threads, onStep, to, dtype } = lesson;
  const maxTokens = simulatorRecipe.model.maxPositions;
  const engine = await createEmbeddedEngine({ folder, threads, maxTokens });
  try {
    const codec = await huggingFaceCodec(folder);
    await pretrainWriter(name, { engine, codec }, { size, ...(onStep !== undefined && { onStep }) });
    await engine.save(to, { dtype });
  } finally {
    await engine.close();
  }
}

async function writeInitialFolder(folder: string, size: SimulatorSize): Promise<void> {
  const { words, pieces } = simulatorWords();
  const tokenizer = buildWordTokenizer(words, pieces);
  await saveWordTokenizer(folder, tokenizer);
  const { stopToken } = await huggingFaceCodec(folder);
  const model = {
    ...simulatorRecipe.model,
    ...simulatorRecipe.shapes[size],
    vocabularySize: tokenizer.vocabularySize,
    bosToken: null,
    eosTokens: [stopToken],
  };
  const random = Random.seeded(simulatorRecipe.seed).fork('simulator weights', size);
  await saveFolder(folder, { weights: initialWeights(model, random), dtype: 'float32' });
}
