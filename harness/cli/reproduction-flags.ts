import { resolve } from 'node:path';
import type { Command } from 'commander';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** The flag of commands that take a reproduction of the user's own, too. */
export interface ReproductionFlags {
  readonly reproduction?: string;
}

/** Adds the name of a reproduction, and the flag that names a file in its place. */
export function withReproduction(command: Command, what = 'e.g. rezero'): Command {
  return command
    .argument('[reproduction]', what)
    .option(
      '--reproduction <file>',
      'or one of your own: the file that exports it, see docs/own-reproduction.md',
    );
}

/**
 * The reproduction that is meant, as `findReproduction` takes it: a name, or the absolute path of a file.
 * @throws TwinZeroError `configuration` where none is named, or two.
 */
export function chosenReproduction(
  name: string | undefined,
  { reproduction: file }: ReproductionFlags,
): string {
  if (name !== undefined && file === undefined) return name;
  if (name === undefined && file !== undefined) return resolve(file);
  throw new TwinZeroError(
    'configuration',
    name === undefined
      ? 'no reproduction is named; give one, e.g. rezero, or a file of your own by --reproduction FILE'
      : `${name} and --reproduction name two reproductions; leave out one`,
  );
}
