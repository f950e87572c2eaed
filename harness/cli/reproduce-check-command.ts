import { type Command, InvalidArgumentError } from 'commander';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { encoderName as nameOfEncoder, policyName as named, type PolicySpec } from '../engine/index.ts';
import { checkLines } from '../reproduce/check/check-page.ts';
import type { ModelCheck } from '../reproduce/check/model-check.ts';
import { type CheckChoice, planCheck } from '../reproduce/check/plan-check.ts';
import { runCheck } from '../reproduce/check/run-check.ts';
import { listenForInterruption } from '../reproduce/interruption.ts';
import type { ConfigFlags } from './config-flags.ts';
import { parseCount, parseNames } from './parse-number.ts';
import type { DenseSpec } from '../search/index.ts';
import { type PlayerFlags, playRequest } from './player-flags.ts';
import { printCheckPlan } from './print-check-plan.ts';
import { printError, printLine } from './print.ts';
import { parseEncoderForm } from './search-form.ts';
import type { RunFlags } from './run-flags.ts';

interface ModelRevision {
  readonly model: string;
  readonly revision: string;
}

/** Flags of `reproduce` that only a check of released models has. */
export interface CheckFlags {
  readonly policyName?: string;
  readonly policyIs?: ModelRevision;
  readonly encoder?: DenseSpec;
  readonly encoderName?: string;
  readonly search?: readonly string[];
  /** Another set of questions than the first, by its id; else a file, see `DataFlags`. */
  readonly questions?: string;
  readonly tokensPerTurn?: number;
}

const flagsOfChecks = [
  ['policyName', 'policy-name'],
  ['policyIs', 'policy-is'],
  ['encoder', 'encoder'],
  ['encoderName', 'encoder-name'],
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
    .option(
      '--policy-is <model@revision>',
      'the --policy is this model of `twinzero models` at this revision, e.g. a served copy: tables say "as stated by the user"',
      parseModelRevision,
    )
    .option(
      '--encoder <form>',
      'encoder that stands in for those of dense searches: dense:DIR#WAY or dense-hub:…#WAY',
      parseEncoderForm,
    )
    .option('--encoder-name <text>', 'name and licence of that encoder, as every table shows them')
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
    ...playerOf(policy, flags),
    encoder: encoderOf(flags),
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

/** The policy of the user: a stand-in, or what it is said to be. */
function playerOf(
  spec: PolicySpec | undefined,
  { policyName, policyIs }: Pick<CheckFlags, 'policyName' | 'policyIs'>,
): Pick<CheckChoice, 'standIn' | 'stated'> {
  if (spec === undefined && (policyName ?? policyIs) === undefined) return {};
  if (spec === undefined)
    throw new TwinZeroError(
      'configuration',
      `--policy-${policyName === undefined ? 'is' : 'name'} belongs to --policy; give that or leave it out`,
    );
  if (policyIs === undefined) return { standIn: { spec, name: policyName ?? lastPart(named(spec)) } };
  if (policyName === undefined) return { stated: { spec, ...policyIs } };
  throw new TwinZeroError(
    'configuration',
    '--policy-name is of a stand-in, and --policy-is says that it is none; leave one of them out',
  );
}

function encoderOf({
  encoder,
  encoderName,
}: Pick<CheckFlags, 'encoder' | 'encoderName'>): CheckChoice['encoder'] {
  if (encoder !== undefined)
    return { spec: encoder, name: encoderName ?? lastPart(nameOfEncoder(encoder.model)) };
  if (encoderName === undefined) return undefined;
  throw new TwinZeroError('configuration', '--encoder-name belongs to --encoder; give that or leave it out');
}

function parseModelRevision(text: string): ModelRevision {
  const [, model, revision] = /^([^@]+)@(.+)$/su.exec(text) ?? [];
  if (model !== undefined && revision !== undefined) return { model, revision };
  throw new InvalidArgumentError(
    'give a model of `twinzero models` and the revision of its weights, e.g. rezero-v0.1@4f2c1d0.',
  );
}

function lastPart(where: string): string {
  return where.split(/[\\/]/u).filter(Boolean).at(-1) ?? where;
}
