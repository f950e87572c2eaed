import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { packageRoot } from '../core/package-root.ts';
import type { Provider } from '../engine/embedded/session-factory.ts';
import type { ProfileName } from '../reproduce/reproduction.ts';
import { parseCount } from './parse-count.ts';

/** Flags that `train` and `reproduce` share. */
export interface RunFlags {
  readonly profile: ProfileName;
  readonly results: string;
  readonly provider: Provider;
  readonly threads: number;
  readonly resume?: boolean;
}

/** Adds the shared flags to a command. */
export function withRunFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--profile <name>', 'size of the run')
        .choices(['smoke', 'default', 'full'])
        .default('default'),
    )
    .addOption(
      new Option('--engine <name>', 'what plays the policy').choices(['embedded']).default('embedded'),
    )
    .addOption(
      new Option('--provider <name>', 'where it computes').choices(['cpu', 'webgpu', 'cuda']).default('cpu'),
    )
    .option('--threads <n>', 'CPU threads of each run', parseCount, 1)
    .option('--results <folder>', 'where results go', join(packageRoot(), 'results'))
    .option('--resume', 'continue what was interrupted');
}
