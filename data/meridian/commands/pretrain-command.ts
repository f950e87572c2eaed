import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { parseCount, parseSeed } from '../../../harness/cli/parse-number.ts';
import { printError } from '../../../harness/cli/print.ts';
import { type MixtureName, mixtures } from '../policies/mixtures.ts';

interface PretrainFlags {
  readonly baseline?: string;
  readonly to: string;
  readonly protocol: 'rezero' | 'search-r1';
  readonly mixture: MixtureName;
  readonly from?: string;
  readonly seed?: number;
  readonly steps?: number;
  readonly documents?: number;
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
    .addOption(
      new Option('--mixture <name>', 'habits that are demonstrated')
        .choices(Object.keys(mixtures))
        .default('patient' satisfies MixtureName),
    )
    .option('--from <dir>', 'policy to teach further with that mixture, default random weights')
    .addOption(
      new Option(
        '--baseline <id>',
        'teach the base policy, or --from, the language of a baseline instead',
      ).conflicts(['protocol', 'mixture', 'documents']),
    )
    .option('--seed <n>', 'of worlds and demonstrations, default that of the recipe', parseSeed)
    .option('--steps <n>', 'optimiser steps, default those of the recipe', parseCount)
    .option('--documents <n>', 'documents a search, default 1', parseCount)
    .option('--threads <n>', 'CPU threads', parseCount, availableParallelism())
    .action(async ({ protocol, baseline, ...flags }: PretrainFlags) => {
      if (baseline !== undefined) {
        const { makeScaffoldPolicy } = await import('../policies/make-scaffold-policy.ts');
        return makeScaffoldPolicy({ ...flags, baseline, onStep: tell });
      }
      const { makeBasePolicy, makeSearchR1Policy } = await import('../policies/make-policy.ts');
      const make = protocol === 'search-r1' ? makeSearchR1Policy : makeBasePolicy;
      await make({ ...flags, onStep: tell });
    });
}

function tell(step: number, steps: number, loss: number): void {
  if ((step + 1) % 20 === 0) printError(`step ${step + 1}/${steps}  loss ${loss.toFixed(3)}`);
}
