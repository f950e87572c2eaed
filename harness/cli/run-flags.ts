import { Option, type Command } from 'commander';
import { isPublished, ownResults, publishedResults, requireClone } from '../core/result-folders.ts';
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
  readonly publish?: boolean;
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
    .option('--results <folder>', 'where results go, from the working directory', ownResults)
    .addOption(publishOption())
    .option('--resume', 'continue what was interrupted');
}

/** The flag `--publish`: the committed results in place of those of the working directory. */
export function publishOption(): Option {
  return new Option('--publish', 'write to the committed results/ of a clone').implies({
    results: publishedResults(),
  });
}

/**
 * Holds `--publish` and `--results` to each other: no committed result is replaced that was not meant.
 * @throws TwinZeroError `configuration`.
 */
export function requireMeant({ publish = false, results }: { publish?: boolean; results: string }): void {
  if (publish) requireClone();
  if (publish === isPublished(results)) return;
  throw new TwinZeroError(
    'configuration',
    publish
      ? '--publish names the folder of the results; leave out --results'
      : `${results} holds the published results; give --publish to replace them, or another folder to --results`,
  );
}

/**
 * Refuses to put runs over other data among the published results.
 * @throws TwinZeroError `configuration` for other data without a folder of its own.
 */
export function requireOwnResults({ dataset, files }: OtherData, results: string): void {
  if ((dataset === null && files === undefined) || !isPublished(results)) return;
  throw new TwinZeroError(
    'configuration',
    'these are results over other data; give them a folder of their own by --results DIR',
  );
}
