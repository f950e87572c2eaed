import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { Random } from '../core/random.ts';
import { meridianWords } from '../data/meridian/meridian-words.ts';
import { pretrainingDemonstrations } from '../data/meridian/pretraining-demonstrations.ts';
import { buildWordTokenizer } from '../engine/embedded/build-word-tokenizer.ts';
import { createEmbeddedEngine } from '../engine/embedded/create-embedded-engine.ts';
import { huggingFaceCodec } from '../engine/embedded/hugging-face-codec.ts';
import { initialWeights } from '../engine/embedded/initial-weights.ts';
import { saveFolder } from '../engine/embedded/save-folder.ts';
import { saveWordTokenizer } from '../engine/embedded/save-word-tokenizer.ts';
import { basePolicyRecipe } from '../train/base-policy-recipe.ts';
import { pretrain } from '../train/pretrain.ts';
import { parseCount } from './parse-count.ts';

interface PretrainFlags {
  readonly to: string;
  readonly steps: number;
  readonly threads: number;
}

/** `twinzero pretrain`: makes the base policy from demonstrations on other Meridian worlds. */
export function pretrainCommand(): Command {
  return new Command('pretrain')
    .description(
      'train the base policy from demonstrations on other worlds and write it as a Hugging Face folder',
    )
    .requiredOption('--to <dir>', 'folder to write')
    .option('--steps <n>', 'optimiser steps', parseCount, basePolicyRecipe.steps)
    .option('--threads <n>', 'CPU threads', parseCount, availableParallelism())
    .action(async (flags: PretrainFlags) => {
      const scratch = await mkdtemp(join(tmpdir(), 'twinzero-pretrain-'));
      try {
        await writeInitialFolder(scratch);
        await train(scratch, flags);
      } finally {
        await rm(scratch, { recursive: true });
      }
    });
}

/** Tokenizer and seeded random weights. */
async function writeInitialFolder(folder: string): Promise<void> {
  const { words, pieces } = meridianWords();
  const tokenizer = buildWordTokenizer(words, pieces);
  await saveWordTokenizer(folder, tokenizer);
  const { stopToken } = await huggingFaceCodec(folder);
  const model = {
    ...basePolicyRecipe.model,
    vocabularySize: tokenizer.vocabularySize,
    bosToken: null,
    eosTokens: [stopToken],
  };
  const random = Random.seeded(basePolicyRecipe.seed).fork('initial weights');
  await saveFolder(folder, { weights: initialWeights(model, random), dtype: 'float32' });
}

async function train(folder: string, { steps, threads, to }: PretrainFlags): Promise<void> {
  const { seed, data, learningRate, adam, contextWeight } = basePolicyRecipe;
  const engine = await createEmbeddedEngine({ folder, threads });
  try {
    await pretrain({
      engine,
      codec: await huggingFaceCodec(folder),
      steps,
      demonstrations: pretrainingDemonstrations({ seed, ...data }),
      learningRate,
      adam,
      contextWeight,
      onStep: async (step, loss) => {
        if ((step + 1) % 20 === 0) console.error(`step ${step + 1}/${steps}  loss ${loss.toFixed(3)}`);
        if ((step + 1) % 400 === 0) await engine.save(to, { dtype: 'float16' });
      },
    });
    await engine.save(to, { dtype: 'float16' });
  } finally {
    await engine.close();
  }
}
