import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import type { AssaySize } from '../reproduce/assay-policy.ts';
import { findReproduction } from '../reproduce/find-reproductions.ts';
import { type EngineFlags, withEngineFlags } from './engine-flags.ts';
import { parseCount, parseSeed } from './parse-number.ts';
import { policyAssayText } from './policy-assay-text.ts';
import { printError, printLine } from './print.ts';
import { writeAssay } from './write-assay.ts';

interface AssayFlags extends EngineFlags, Omit<AssaySize, 'heldOut'> {
  readonly reproduction: string;
  readonly arm?: string;
  readonly heldOut?: boolean;
  readonly seed: number;
  readonly card?: boolean;
  readonly json?: boolean;
}

/** `twinzero assay policy`: whether a policy has room for training to show anything. */
export function assayPolicyCommand(): Command {
  const command = new Command('policy')
    .description(
      'sample a policy before any training: what it does, what it finds, and the room that it leaves',
    )
    .argument('<dir>', 'Hugging Face folder')
    .option('--reproduction <name>', 'under whose protocol, search, judge and temperature', 'rezero')
    .option('--arm <name>', 'of the reproduction, default its first')
    .option('--samples <n>', 'episodes a question', parseCount, 64)
    .option('--questions <n>', 'training questions; dev questions are always all asked', parseCount, 120)
    .option('--held-out', 'ask the held-out questions, too, for their accuracy')
    .option('--seed <n>', 'of questions, samples and search noise', parseSeed, 1)
    .option('--card', "write it into the folder, too: assay.json and a section of the folder's README.md")
    .option('--json', 'print JSON');
  return withEngineFlags(command, { threads: availableParallelism() }).action(assay);
}

async function assay(model: string, flags: AssayFlags): Promise<void> {
  const { assayPolicy } = await import('../reproduce/assay-policy.ts');
  const { reproduction, json, card, heldOut = false, provider, threads, ...request } = flags;
  let played = 0;
  const found = await assayPolicy(await findReproduction(reproduction), {
    ...request,
    heldOut,
    model,
    place: { provider, threads },
    onEpisode: () => {
      played += 1;
      if (played % 2000 === 0) printError(`sampled ${played} episodes`);
    },
  });
  if (card === true) await writeAssay(model, found);
  printLine(json === true ? JSON.stringify(found) : policyAssayText(found));
}
