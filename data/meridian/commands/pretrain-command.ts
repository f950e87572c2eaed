import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { parseCount } from '../../../harness/cli/parse-number.ts';
import { printError } from '../../../harness/cli/print.ts';
import { packageRoot } from '../../../harness/core/package-root.ts';
import { Random } from '../../../harness/core/random.ts';
import {
  buildWordTokenizer,
  huggingFaceCodec,
  initialWeights,
  openPolicy,
  requireTrainable,
  saveFolder,
  saveWordTokenizer,
} from '../../../harness/engine/index.ts';
import { searchR1Protocol } from '../../../harness/rollout/index.ts';
import { pretrain } from '../../../harness/teach/pretrain.ts';
import { basePolicyRecipe, searchR1PolicyRecipe } from '../policies/policy-recipes.ts';
import { meridianWords } from '../teach/meridian-words.ts';
import { pretrainingDemonstrations } from '../teach/pretraining-demonstrations.ts';

interface PretrainFlags {
  readonly to: string;
  readonly protocol: 'rezero' | 'search-r1';
  readonly steps?: number;
  readonly threads: number;
}

/** `twinzero pretrain`: makes the base policy from demonstrations on other Meridian worlds, or teaches it a second protocol. */
export function pretrainCommand(): Command {
  return new Command('pretrain')
    .description(
      'train the base policy from demonstrations on other worlds and write it as a Hugging Face folder',
    )
    .requiredOption('--to <dir>', 'folder to write')
    .addOption(
      new Option('--protocol <name>', 'search-r1 teaches the shipped base policy that protocol')
        .choices(['rezero', 'search-r1'])
        .default('rezero'),
    )
    .option('--steps <n>', 'optimiser steps; the recipe says otherwise', parseCount)
    .option('--threads <n>', 'CPU threads', parseCount, availableParallelism())
    .action(async (flags: PretrainFlags) => {
      if (flags.protocol === 'search-r1') {
        await teachSearchR1(flags);
        return;
      }
      const scratch = await mkdtemp(join(tmpdir(), 'twinzero-pretrain-'));
      try {
        await writeInitialFolder(scratch);
        await train(scratch, flags);
      } finally {
        await rm(scratch, { recursive: true });
      }
    });
}

async function teachSearchR1({
  steps = searchR1PolicyRecipe.steps,
  threads,
  to,
}: PretrainFlags): Promise<void> {
  const { seed, learningRate } = searchR1PolicyRecipe;
  const { data, adam, contextWeight } = basePolicyRecipe;
  const protocol = searchR1Protocol({ prompt: 'compact' });
  const folder = join(packageRoot(), 'data', 'models', 'meridian-base');
  const place = { provider: 'cpu', threads, maxTokens: 512 } as const;
  const policy = await openPolicy({ kind: 'embedded', folder }, place);
  try {
    const { learner, codec } = requireTrainable(policy);
    await pretrain({
      learner,
      codec,
      steps,
      demonstrations: pretrainingDemonstrations({ seed, ...data, protocol }),
      learningRate,
      adam,
      contextWeight,
      observationAs: protocol.observationAs,
      onStep: (step, loss) => tell(step, steps, loss),
    });
    await learner.save(to, { dtype: 'float16' });
  } finally {
    await policy.close();
  }
}

function tell(step: number, steps: number, loss: number): void {
  if ((step + 1) % 20 === 0) printError(`step ${step + 1}/${steps}  loss ${loss.toFixed(3)}`);
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

async function train(
  folder: string,
  { steps = basePolicyRecipe.steps, threads, to }: PretrainFlags,
): Promise<void> {
  const { seed, data, learningRate, adam, contextWeight } = basePolicyRecipe;
  const policy = await openPolicy({ kind: 'embedded', folder }, { provider: 'cpu', threads });
  try {
    const { learner, codec } = requireTrainable(policy);
    await pretrain({
      learner,
      codec,
      steps,
      demonstrations: pretrainingDemonstrations({ seed, ...data }),
      learningRate,
      adam,
      contextWeight,
      onStep: async (step, loss) => {
        tell(step, steps, loss);
        if ((step + 1) % 400 === 0) await learner.save(to, { dtype: 'float16' });
      },
    });
    await learner.save(to, { dtype: 'float16' });
  } finally {
    await policy.close();
  }
}
