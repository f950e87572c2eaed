import { Command } from 'commander';
import { parity, type Parity } from '../bench/parity.ts';
import { type EngineFlags, withEngineFlags } from './engine-flags.ts';
import { printError, printLine } from './print.ts';

/** `twinzero bench parity`: how far a provider is from the CPU, before its speed is believed. */
export function benchParityCommand(): Command {
  const command = new Command('parity')
    .description("hold a provider's arithmetic against the CPU's on a small model of each architecture")
    .option('--json', 'print JSON');
  return withEngineFlags(command, { threads: 1 }).action(
    async ({ json, ...options }: EngineFlags & { readonly json?: boolean }) => {
      const say = json === true ? printError : printLine;
      const results = await parity(options, (result) => say(parityLine(result)));
      if (json === true) printLine(JSON.stringify({ ...options, results }));
    },
  );
}

function parityLine({ architecture, logprobs, gradient, greedy, steps }: Parity): string {
  return [
    `${architecture}: log-probabilities within ${logprobs.toExponential(1)}`,
    `gradients within ${gradient.error.toExponential(1)} (${gradient.tensor})`,
    `greedy sequences ${greedy.equal} of ${greedy.of} equal`,
    `losses of five steps within ${steps.toExponential(1)}`,
  ].join(', ');
}
