import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { publishedResults } from '../../core/result-folders.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { allPapers, findReproduction, paperReproductions } from '../../reproduce/find-reproductions.ts';
import type { OtherData } from '../../reproduce/over-dataset.ts';
import { type Plan, planReproduction, type ReproduceRequest } from '../../reproduce/plan.ts';
import { publishCombined } from '../../reproduce/publish.ts';
import { inTurn, reproduce } from '../../reproduce/reproduce.ts';
import type { Reproduction } from '../../reproduce/reproduction.ts';
import type { JobOutcome } from '../../reproduce/run-job.ts';
import { chosenData, overChosen, requireNoOtherData } from '../data-flags.ts';
import { dryRun } from '../../reproduce/dry-run.ts';
import { type ConfigFlags, configChanges, withConfigFlags } from '../config-flags.ts';
import { modelForms, type NamedModel, parseModelForm } from '../model-form.ts';
import { parseCount, parseNames, parseSeeds } from '../parse-number.ts';
import { type PlanFlags, requireNoPlanFlags, scatteredText, withPlanFlags } from '../plan-flags.ts';
import { printDryRun } from '../print-dry-run.ts';
import { serverChoiceOf } from '../server-flags.ts';
import { printResult } from '../print-result.ts';
import { ReproductionProgress } from '../reproduction-progress.ts';
import { printError, printLine } from '../print.ts';
import { chosenReproduction, type ReproductionFlags, withReproduction } from '../reproduction-flags.ts';
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
import { requireMeant, requireOwnResults, type RunFlags, withRunFlags } from '../run-flags.ts';
import { verifyRuns } from '../verify-runs.ts';
import { webPlace } from '../web-flags.ts';

type Flags = ReproduceFlags & LeaderboardFlags & CheckFlags;

interface ReproduceFlags extends RunFlags, PlanFlags, ConfigFlags, ReproductionFlags {
  readonly seeds?: readonly number[];
  readonly arms?: readonly string[];
  readonly jobs: number;
  readonly policy?: NamedModel;
  /** Steps; true for all. */
  readonly verify?: number | true;
}

const exitCodes: Readonly<Record<JobOutcome, number>> = { complete: 0, incomplete: 4, interrupted: 130 };

/** Place in the help. */
export const rank = 10;

/** `twinzero reproduce`: every arm with every seed, then the table. */
export function reproduceCommand(): Command {
  const command = withReproduction(
    new Command('reproduce').description(
      'train every arm of a reproduction with every seed, evaluate, and write tables, figures and verdicts',
    ),
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
      `what training starts from; plays ${baselinesName}, or stands in for released models: ${modelForms}`,
      parseModelForm,
    )
    .option('--policy-key <variable>', 'environment variable that holds the API key of an openai: policy')
    .option('--reference <id>', `row that the others of ${baselinesName} are compared with`)
    .addOption(
      new Option(
        '--verify [steps]',
        'make runs of the published results, or of --results, again in a scratch folder and compare bytes: default one seed of the first arm, all steps',
      )
        .argParser(parseCount)
        .implies({ results: publishedResults() }),
    );
  return withCheckFlags(withConfigFlags(withPlanFlags(withRunFlags(command)))).action(reproduceNamed);
}

async function reproduceNamed(named: string | undefined, flags: Flags): Promise<void> {
  const name = chosenReproduction(named, flags);
  if (flags.verify === undefined) requireMeant(flags);
  const check = await findCheck(name);
  if (check !== null || name === baselinesName) {
    requireNoOtherData(flags, name);
    requireNoPlanFlags(name, flags);
  }
  if (check !== null) return reproduceCheck(check, flags);
  requireNoCheckFlags(name, flags);
  if (name === baselinesName) return reproduceBaselines(flags);
  requireNoLeaderboardFlags(name, flags);
  if (flags.verify !== undefined) return verifyRuns(await findReproduction(name), flags);
  const chosen = await chosenData(flags);
  requireOwnResults(chosen, flags.results);
  if (flags.dryRun === true) return printDryRuns(name, flags, chosen);
  if (flags.plan !== undefined) return printPlan(name, flags, chosen);
  const outcome =
    name === allPapers
      ? await reproduceAll(flags, chosen)
      : await reproduceOne(await planOver(await findReproduction(name), flags, chosen));
  if (outcome !== 'complete') process.exitCode = exitCodes[outcome];
}

/** Plans all before the first starts, so that what one of them lacks is said at once and not hours later. */
async function reproduceAll(flags: ReproduceFlags, chosen: OtherData): Promise<JobOutcome> {
  const papers = await paperReproductions();
  if (flags.arms !== undefined)
    throw new TwinZeroError(
      'configuration',
      `--arms names arms of one reproduction; leave it out, or reproduce one of ${papers.map(({ id }) => id).join(', ')}`,
    );
  const plans = await Promise.all(papers.map((paper) => planOver(paper, flags, chosen)));
  const outcome = await inTurn(plans, reproduceOne);
  if (outcome !== 'interrupted') printLine(`\n${await publishCombined(flags)}`);
  return outcome;
}

async function printDryRuns(name: string, flags: ReproduceFlags, chosen: OtherData): Promise<void> {
  const papers = name === allPapers ? await paperReproductions() : [await findReproduction(name)];
  for (const paper of papers) {
    const { reproduction } = await overChosen(paper, chosen);
    printDryRun(await dryRun(reproduction, await requestOf(flags)), flags.tokenPrices);
  }
}

/** Runs that have ended are left out; those of all papers are one plan. */
async function printPlan(name: string, flags: ReproduceFlags, chosen: OtherData): Promise<void> {
  if (flags.plan === undefined) return;
  const found = name === allPapers ? await paperReproductions() : [await findReproduction(name)];
  const resumed = { ...flags, resume: true };
  const plans = await Promise.all(found.map((one) => planOver(one, resumed, chosen)));
  const changes = await configChanges(flags, flags.policy);
  printLine(scatteredText(flags.plan, plans, { flags, chosen, changes }));
}

async function planOver(found: Reproduction, flags: ReproduceFlags, chosen: OtherData): Promise<Plan> {
  const { reproduction, data } = await overChosen(found, chosen);
  const request = await requestOf(flags);
  const place = { ...request.place, ...data };
  return planReproduction(reproduction, { ...request, place, dataset: chosen.dataset }, printError);
}

async function requestOf(flags: ReproduceFlags): Promise<ReproduceRequest> {
  const { provider, threads, resume = false, profile, results, seeds, arms, jobs } = flags;
  const file = flags.reproduction === undefined ? undefined : chosenReproduction(undefined, flags);
  const on = serverChoiceOf(flags) ?? undefined;
  const place = { provider, threads, web: webPlace(flags) };
  const changes = await configChanges(flags, flags.policy);
  return { profile, results, seeds, arms, changes, jobs, resume, on, place, file };
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
