import type { Command } from 'commander';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { policyName as named, type PolicySpec } from '../engine/index.ts';
import { checkLines } from '../reproduce/check/check-page.ts';
import type { ModelCheck } from '../reproduce/check/model-check.ts';
import { planCheck, type StandIn } from '../reproduce/check/plan-check.ts';
import { runCheck } from '../reproduce/check/run-check.ts';
import { listenForInterruption } from '../reproduce/interruption.ts';
import type { ConfigFlags } from './config-flags.ts';
import { parseCount, parseNames } from './parse-number.ts';
import { type PlayerFlags, playRequest } from './player-flags.ts';
import { printCheckPlan } from './print-check-plan.ts';
import { printError, printLine } from './print.ts';
import type { RunFlags } from './run-flags.ts';

/** Flags of `reproduce` that only a check of released models has. */
export interface CheckFlags {
  readonly policyName?: string;
  readonly search?: readonly string[];
  /** Another set of questions than the first, by its id; else a file, see `DataFlags`. */
  readonly questions?: string;
  readonly tokensPerTurn?: number;
}

const flagsOfChecks = [
  ['policyName', 'policy-name'],
  ['search', 'search'],
  ['tokensPerTurn', 'tokens-per-turn'],
] as const;

/** Adds them to the command. */
export function withCheckFlags(command: Command): Command {
  return command
    .option(
      '--policy-name <text>',
      'name and licence of the --policy that stands in, as every table shows them',
    )
    .option('--search <list>', 'of released models: only these, e.g. bm25', parseNames)
    .option('--tokens-per-turn <n>', 'of released models: end turns sooner than published', parseCount);
}

/**
 * Refuses flags of checks for what trains.
 * @throws TwinZeroError `configuration` naming the flag.
 */
export function requireNoCheckFlags(name: string, flags: CheckFlags): void {
  for (const [field, flag] of flagsOfChecks)
    if (flags[field] !== undefined)
      throw new TwinZeroError(
        'configuration',
        `--${flag} belongs to a check of released models, and ${name} is none; leave it out`,
      );
}

/** Checks released models as they are, or prints the plan; a stand-in plays in their place where one is named. */
export async function reproduceCheck(
  check: ModelCheck,
  flags: RunFlags &
    CheckFlags &
    ConfigFlags &
    Pick<PlayerFlags, 'policy' | 'tokenizer' | 'policyKey'> & {
      readonly arms?: readonly string[];
      readonly seeds?: readonly number[];
    },
): Promise<void> {
  const { search: searches, ...player } = flags;
  if (flags.set !== undefined || flags.config !== undefined)
    throw new TwinZeroError('configuration', `${check.id} trains nothing; leave out --set and --config`);
  const { results, resume = false, tokensPerTurn } = flags;
  const seed = onlySeed(check, flags.seeds);
  const { place, policy } = playRequest(player);
  const plan = await planCheck(check, {
    arms: flags.arms,
    presets: flags.preset === undefined ? undefined : parseNames(flags.preset),
    searches,
    questions: flags.questions,
    standIn: standInOf(policy, flags),
  });
  if (flags.dryRun === true) return printCheckPlan(plan);
  const request = { results, resume, place, seed, tokensPerTurn };
  const interruption = listenForInterruption();
  const { signal } = interruption;
  const { result, page } = await runCheck(plan, request, {
    signal,
    note: (text) => printError(text),
    onPlayed: ({ arm, preset, search }, played, of) =>
      printError(`${arm.id}, ${preset.id}, ${search.id}: ${played}/${of}`),
  }).finally(() => interruption.release());
  for (const line of checkLines(result)) printLine(line);
  printLine(`\n${page}`);
  if (signal.aborted) process.exitCode = 130;
  else if (result.cells.some(({ kind }) => kind === 'unavailable')) process.exitCode = 4;
}

function onlySeed({ id }: ModelCheck, seeds: readonly number[] = [1]): number {
  const [seed, ...more] = seeds;
  if (seed !== undefined && more.length === 0) return seed;
  throw new TwinZeroError('configuration', `${id} plays each question once; give one seed`);
}

function standInOf(
  spec: PolicySpec | undefined,
  { policyName }: Pick<CheckFlags, 'policyName'>,
): StandIn | undefined {
  if (spec !== undefined) return { spec, name: policyName ?? nameOf(spec) };
  if (policyName === undefined) return undefined;
  throw new TwinZeroError('configuration', '--policy-name belongs to --policy; give that or leave it out');
}

function nameOf(spec: PolicySpec): string {
  const where = named(spec);
  return where.split(/[\\/]/u).filter(Boolean).at(-1) ?? where;
}
