import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { packageRoot } from '../core/package-root.ts';
import { type ProfileName, profileNames } from '../reproduce/reproduction.ts';
import { type EngineFlags, withEngineFlags } from './engine-flags.ts';
import { type WebFlags, withWebFlags } from './web-flags.ts';

/** Flags that `train` and `reproduce` share. */
export interface RunFlags extends EngineFlags, WebFlags {
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
  return withWebFlags(withEngineFlags(command, { threads: 1 }))
    .option('--results <folder>', 'where results go', join(packageRoot(), 'results'))
    .option('--resume', 'continue what was interrupted');
}
