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
import { pretrainWriter } from './pretrain-writer.ts';
import { simulatorRecipe, type SimulatorSize } from './simulator-recipe.ts';

/** How a writer is made. */
export interface WriterRequest extends Pick<PretrainOptions, 'onStep'> {
  readonly size: SimulatorSize;
  /** Hugging Face folder to write. */
  readonly to: string;
  readonly threads: number;
  /** The recipe's unless told. */
  readonly steps?: number;
}

/** Makes a model of one size that writes documents of archives, from random weights. */
export async function makeWriter({ size, to, threads, steps, onStep }: WriterRequest): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'twinzero-writer-'));
  try {
    await writeInitialFolder(scratch, size);
    const engine = await createEmbeddedEngine({ folder: scratch, threads, maxTokens: simulatorRecipe.model.maxPositions });
    try {
      const codec = await huggingFaceCodec(scratch);
      await pretrainWriter(engine, codec, { size, steps, ...(onStep !== undefined && { onStep }) });
      await engine.save(to, { dtype: 'float16' });
    } finally {
      await engine.close();
    }
  } finally {
    await rm(scratch, { recursive: true });
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
