import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { packageRoot } from '../core/package-root.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { OtherData } from '../reproduce/over-dataset.ts';
import { type ProfileName, profileNames } from '../reproduce/reproduction.ts';
import { type DataFlags, withDataFlags } from './data-flags.ts';
import { type EngineFlags, withEngineFlags } from './engine-flags.ts';
import { type ServerFlags, withServerFlags } from './server-flags.ts';
import { type WebFlags, withWebFlags } from './web-flags.ts';

/** Flags that `train` and `reproduce` share. */
export interface RunFlags extends EngineFlags, WebFlags, ServerFlags, DataFlags {
  readonly profile: ProfileName;
  readonly results: string;
  readonly resume?: boolean;
}

/** The flag `--profile`: size of a reproduction. */
export function profileOption(): Option {
  return new Option('--profile <name>', 'size of the run').choices(profileNames).default('default');
}

/** Adds the shared flags to a command. */
export function withRunFlags(command: Command): Command {
  command.addOption(profileOption());
  return withDataFlags(withServerFlags(withWebFlags(withEngineFlags(command, { threads: 1 }))))
    .option('--results <folder>', 'where results go', join(packageRoot(), 'results'))
    .option('--resume', 'continue what was interrupted');
}

/**
 * Refuses to put runs over other data among the shipped results, which a reproduction without `--resume` moves aside.
 * @throws TwinZeroError `configuration` for other data without a folder of its own.
 */
export function requireOwnResults({ dataset, files }: OtherData, results: string): void {
  if ((dataset === null && files === undefined) || results !== join(packageRoot(), 'results')) return;
  throw new TwinZeroError(
    'configuration',
    'these are results over other data; give them a folder of their own by --results DIR',
  );
}
