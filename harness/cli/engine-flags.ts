import { type Command, Option } from 'commander';
import type { Place } from '../run/index.ts';
import { parseCount } from './parse-number.ts';

/** Flags of every command that opens the embedded engine. */
export type EngineFlags = Pick<Place, 'provider' | 'threads'>;

/** Adds them to a command. */
export function withEngineFlags(command: Command, defaults: { readonly threads: number }): Command {
  return command
    .addOption(
      new Option('--provider <name>', 'where it computes').choices(['cpu', 'webgpu', 'cuda']).default('cpu'),
    )
    .option('--threads <n>', 'CPU threads', parseCount, defaults.threads);
}
