import { join } from 'node:path';
import { Command } from 'commander';
import { findReproduction } from '../../reproduce/find-reproductions.ts';
import { dryRun } from '../../reproduce/dry-run.ts';
import { listenForInterruption } from '../../reproduce/interruption.ts';
import { runArm } from '../../reproduce/run-arm.ts';
import type { TrainEvent } from '../../train/train-event.ts';
import { type ConfigFlags, configChanges, withConfigFlags } from '../config-flags.ts';
import { modelForms, type NamedModel, parseModelForm } from '../model-form.ts';
import { chosenData, overChosen } from '../data-flags.ts';
import { parseSeed } from '../parse-number.ts';
import { printError } from '../print.ts';
import { printDryRun } from '../print-dry-run.ts';
import { chosenReproduction, type ReproductionFlags, withReproduction } from '../reproduction-flags.ts';
import { stoppedText } from '../reproduction-progress.ts';
import { requireMeant, requireOwnResults, type RunFlags, withRunFlags } from '../run-flags.ts';
import { serverChoiceOf } from '../server-flags.ts';
import { type NamedSearch, searchPlace } from '../search-form.ts';
import { webPlace, withSearchFlag } from '../web-flags.ts';

interface TrainFlags extends RunFlags, ConfigFlags, ReproductionFlags {
  readonly arm: string;
  readonly seed: number;
  readonly search?: NamedSearch;
  readonly policy?: NamedModel;
}

/** Place in the help. */
export const rank = 20;

/** `twinzero train`: one arm of a reproduction with one seed; `reproduce` runs it once per arm and seed. */
export function trainCommand(): Command {
  const command = withReproduction(
    new Command('train').description('train one arm of a reproduction with one seed'),
  )
    .requiredOption('--arm <name>', 'which arm')
    .option('--seed <n>', 'seed of the run', parseSeed, 1)
    .option('--policy <form>', `the policy that training starts from: ${modelForms}`, parseModelForm);
  return withConfigFlags(withRunFlags(withSearchFlag(command))).action(trainOne);
}

async function trainOne(named: string | undefined, flags: TrainFlags): Promise<void> {
  const { arm, seed, profile, search, provider, threads, results, resume = false } = flags;
  requireMeant(flags);
  const chosen = await chosenData(flags);
  requireOwnResults(chosen, results);
  const { reproduction, data } = await overChosen(
    await findReproduction(chosenReproduction(named, flags)),
    chosen,
  );
  const on = serverChoiceOf(flags) ?? undefined;
  if (flags.dryRun === true) {
    printDryRun(await dryRun(reproduction, { profile, arms: [arm], seeds: [seed], on }), flags.tokenPrices);
    return;
  }
  const run = {
    arm,
    seed,
    profile,
    folder: join(results, reproduction.id, profile),
    resume,
    search: search?.spec,
    changes: await configChanges(flags, flags.policy),
    place: { provider, threads, web: webPlace(flags), ...searchPlace(search), ...data },
    on,
  };
  const interruption = listenForInterruption();
  const { record, interrupted } = await runArm(reproduction, run, {
    onEvent: tell,
    signal: interruption.signal,
    now: () => performance.now() / 1000,
  }).finally(() => interruption.release());
  if (interrupted) process.exitCode = 130;
  else if (record.status === 'incomplete') process.exitCode = 4;
}

function tell(event: TrainEvent): void {
  if (event.kind === 'evaluation')
    printError(`step ${event.step}  ${event.split} ${percent(event.accuracy)}`);
  else if (event.kind === 'resumed') printError(`resumed at step ${event.step}`);
  else if (event.kind === 'stopped') printError(stoppedText(event));
}

function percent(share: number | null): string {
  return share === null ? 'not scored' : `${(100 * share).toFixed(1)} %`;
}
