import { join } from 'node:path';
import { Command } from 'commander';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { findReproduction } from '../../reproduce/find-reproductions.ts';
import { runArm } from '../../reproduce/run-arm.ts';
import type { TrainEvent } from '../../train/train.ts';
import { listenForInterruption } from '../interruption.ts';
import { parseSeed } from '../parse-number.ts';
import { type RunFlags, withRunFlags } from '../run-flags.ts';

interface TrainFlags extends RunFlags {
  readonly arm: string;
  readonly seed: number;
}

/** Place in the help. */
export const rank = 20;

/** `twinzero train`: one arm of a reproduction with one seed; `reproduce` runs it once per arm and seed. */
export function trainCommand(): Command {
  const command = new Command('train')
    .description('train one arm of a reproduction with one seed')
    .argument('<reproduction>', 'e.g. rezero')
    .requiredOption('--arm <name>', 'which arm')
    .option('--seed <n>', 'seed of the run', parseSeed, 1);
  return withRunFlags(command).action(trainOne);
}

async function trainOne(name: string, flags: TrainFlags): Promise<void> {
  const reproduction = await findReproduction(name);
  const { arm, seed, profile, provider, threads } = flags;
  if (!reproduction.arms.includes(arm))
    throw new TwinZeroError(
      'configuration',
      `${name} has no arm "${arm}"; known: ${reproduction.arms.join(', ')}`,
    );
  const interruption = listenForInterruption();
  const { record, interrupted } = await runArm(
    reproduction,
    {
      arm,
      seed,
      profile,
      folder: join(flags.results, name, profile),
      resume: flags.resume === true,
      engine: { provider, threads },
    },
    { onEvent: tell, signal: interruption.signal, now: () => performance.now() / 1000 },
  ).finally(() => interruption.release());
  if (interrupted) process.exitCode = 130;
  else if (record.status === 'incomplete') process.exitCode = 4;
}

/** To `reproduce` as a message, to a person as a line per evaluation. */
function tell(event: TrainEvent): void {
  if (process.connected) process.send?.(event);
  else if (event.kind === 'evaluation')
    console.error(`step ${event.step}  ${event.split} ${percent(event.accuracy)}`);
  else if (event.kind === 'resumed') console.error(`resumed at step ${event.step}`);
}

function percent(share: number | null): string {
  return share === null ? 'not scored' : `${(100 * share).toFixed(1)} %`;
}
