#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { packageRoot } from '../core/package-root.ts';
import { TwinZeroError, type ErrorKind } from '../core/twin-zero-error.ts';
import { answerInterruption } from './answer-interruption.ts';
import { printError } from './print.ts';
import { commandsFor } from './find-commands.ts';

const exitCodes: Readonly<Record<ErrorKind, number>> = {
  configuration: 2,
  data: 3,
  search: 1,
  engine: 1,
  judge: 1,
  budget: 4,
  internal: 1,
};

const manifest = z.object({ version: z.string() });
const { version } = manifest.parse(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')));

const program = new Command('twinzero')
  .version(version)
  .description('Reproduce ReZero and ZeroSearch side by side: language models that learn to search.')
  .showSuggestionAfterError();
inheritOverride(program);
const commands = await commandsFor(process.argv.slice(2));
for (const command of commands) program.addCommand(inheritOverride(command));
// More than one where none is named.
if (commands.length === 1 && commands[0]?.options.some(({ long }) => long === '--resume') === true)
  answerInterruption();

// A reader that has seen enough, such as head, closes the pipe: nothing is left to print.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  const [reason] = error.message.split(',');
  printError(`twinzero: the output cannot be written (${reason}): write it where there is room`);
  process.exit(1);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof TwinZeroError) {
    printError(`twinzero: ${error.message}`);
    if (error.kind === 'internal') printError(error.stack ?? '');
    process.exitCode = exitCodes[error.kind];
  } else if (isSystemError(error)) {
    printError(`twinzero: ${error.message}; check that path and its permissions`);
    process.exitCode = 1;
  } else {
    // A defect: its stack, and the exit that the runtime would have made of it.
    printError(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  }
}

/** The operating system refused something, e.g. `ENOSPC: no space left on device, write`. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

function inheritOverride(command: Command): Command {
  for (const child of command.commands) inheritOverride(child);
  return command.exitOverride().configureOutput({ writeErr: (text) => printError(text.trimEnd()) });
}
