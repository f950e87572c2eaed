import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { allPapers, findReproduction, paperReproductions } from '../../reproduce/find-reproductions.ts';
import { type Plan, planReproduction, type ReproduceRequest } from '../../reproduce/plan.ts';
import { publishCombined } from '../../reproduce/publish.ts';
import { inTurn, reproduce } from '../../reproduce/reproduce.ts';
import type { JobOutcome } from '../../reproduce/run-job.ts';
import { modelForms, parseModelForm } from '../model-form.ts';
import { parseCount, parseNames, parseSeeds } from '../parse-number.ts';
import { printResult } from '../print-result.ts';
import { ReproductionProgress } from '../reproduction-progress.ts';
import { printError, printLine } from '../print.ts';
import { findCheck } from '../../reproduce/check/find-checks.ts';
import {
  baselinesName,
  type LeaderboardFlags,
  reproduceBaselines,
  requireNoLeaderboardFlags,
} from '../reproduce-baselines-command.ts';
import {
  type CheckFlags,
  reproduceCheck,
  requireNoCheckFlags,
  withCheckFlags,
} from '../reproduce-check-command.ts';
import { type RunFlags, withRunFlags } from '../run-flags.ts';
import { webPlace } from '../web-flags.ts';

type Flags = ReproduceFlags & LeaderboardFlags & CheckFlags;

interface ReproduceFlags extends RunFlags {
  readonly seeds?: readonly number[];
  readonly arms?: readonly string[];
  readonly jobs: number;
}

const exitCodes: Readonly<Record<JobOutcome, number>> = { complete: 0, incomplete: 4, interrupted: 130 };

/** Place in the help. */
export const rank = 10;

/** `twinzero reproduce`: every arm with every seed, then the table. */
export function reproduceCommand(): Command {
  const command = new Command('reproduce')
    .description(
      'train every arm of a reproduction with every seed, evaluate, and write tables, figures and verdicts',
    )
    .argument(
      '<reproduction>',
      `e.g. rezero; ${allPapers}: those of both papers in turn, then their page side by side; ${baselinesName}: the leaderboard; released: released models, checked without training`,
    )
    .option('--seeds <list>', 'e.g. 1,2,3; default those of the profile', parseSeeds)
    .option(
      '--arms <list>',
      'only these arms, e.g. to set the difficulty blind; rows of baselines',
      parseNames,
    )
    .option('--jobs <n>', 'runs side by side', parseCount, availableParallelism())
    .option('--bench <id>', `of ${baselinesName}; default meridian`)
    .option(
      '--policy <form>',
      `plays ${baselinesName}, or stands in for released models: ${modelForms}`,
      parseModelForm,
    )
    .option(
      '--tokenizer <dir>',
      'folder of the tokenizer of an openai: policy, which is then sent token ids; most rows need it',
    )
    .option('--policy-key <variable>', 'environment variable that holds the API key of an openai: policy')
    .option('--reference <id>', `row that the others of ${baselinesName} are compared with`);
  return withCheckFlags(withRunFlags(command)).action(async (name: string, flags: Flags) => {
    const check = await findCheck(name);
    if (check !== null) return reproduceCheck(check, flags);
    requireNoCheckFlags(name, flags);
    if (name === baselinesName) return reproduceBaselines(flags);
    requireNoLeaderboardFlags(name, flags);
    const outcome =
      name === allPapers
        ? await reproduceAll(flags)
        : await reproduceOne(
            await planReproduction(await findReproduction(name), requestOf(flags), printError),
          );
    if (outcome !== 'complete') process.exitCode = exitCodes[outcome];
  });
}

/** Plans all before the first starts, so that what one of them lacks is said at once and not hours later. */
async function reproduceAll(flags: ReproduceFlags): Promise<JobOutcome> {
  const papers = await paperReproductions();
  if (flags.arms !== undefined)
    throw new TwinZeroError(
      'configuration',
      `--arms names arms of one reproduction; leave it out, or reproduce one of ${papers.map(({ id }) => id).join(', ')}`,
    );
  const plans = await Promise.all(
    papers.map((paper) => planReproduction(paper, requestOf(flags), printError)),
  );
  const outcome = await inTurn(plans, reproduceOne);
  if (outcome !== 'interrupted') printLine(`\n${await publishCombined(flags)}`);
  return outcome;
}

function requestOf(flags: ReproduceFlags): ReproduceRequest {
  const { provider, threads, resume = false, profile, results, seeds, arms, jobs } = flags;
  const place = { provider, threads, web: webPlace(flags) };
  return { profile, results, seeds, arms, jobs, resume, place };
}

async function reproduceOne(one: Plan): Promise<JobOutcome> {
  const progress = new ReproductionProgress(one.runs);
  const { outcome, published } = await reproduce(one, {
    follow: (run) => progress.follow(run),
    onPhase: (phase) => progress.begin(phase),
    note: (text) => printError(text),
  }).finally(() => progress.stop());
  if (published === null) printError('interrupted; the same command with --resume continues');
  else {
    printResult(published.report);
    printLine(`\n${published.page}`);
  }
  return outcome;
}
