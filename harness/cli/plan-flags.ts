import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { isPublished } from '../core/result-folders.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { OtherData } from '../reproduce/over-dataset.ts';
import type { Plan } from '../reproduce/plan.ts';
import { type PlanForm, planForms, planText } from '../reproduce/plan-text.ts';
import type { ConfigChanges } from '../run/index.ts';
import type { RunFlags } from './run-flags.ts';

/** Flags of a reproduction whose runs are made elsewhere. */
export interface PlanFlags {
  readonly plan?: PlanForm;
  readonly image?: string;
  readonly claim?: string;
}

/** Adds them to a command. */
export function withPlanFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--plan <form>',
        'make no run; print one resumable command a run, for many machines that share --results',
      ).choices(planForms),
    )
    .option('--image <name>', 'container image of --plan k8s')
    .option('--claim <name>', 'persistent volume claim that --plan k8s mounts at the results');
}

/**
 * Refuses plans of what makes no runs.
 * @throws TwinZeroError `configuration`.
 */
export function requireNoPlanFlags(name: string, { plan, image, claim }: PlanFlags): void {
  if (plan !== undefined || image !== undefined || claim !== undefined)
    throw new TwinZeroError(
      'configuration',
      `${name} trains no runs to plan; leave out --plan, --image and --claim`,
    );
}

/** What the runs of a plan share. */
export interface SharedChoices {
  readonly flags: RunFlags & PlanFlags;
  readonly chosen: OtherData;
  /** Other values in the configuration of every run; undefined for none. */
  readonly changes: ConfigChanges | undefined;
}

/** The runs of some reproductions that are still to be made, as commands for other machines. */
export function scatteredText(
  form: PlanForm,
  plans: readonly Plan[],
  { flags, chosen, changes = {} }: SharedChoices,
): string {
  const results = resolve(flags.results);
  // Values instead of the flags that gave them: a file is read here once, and what a path was taken from is this machine's.
  const settings = Object.entries(changes).map(([path, value]) => `--set=${path}=${JSON.stringify(value)}`);
  const shared = [...sharedArgs({ ...flags, results }, chosen), ...settings];
  const runs = plans.flatMap(({ reproduction: { id }, request: { file }, runs: planned }) =>
    planned
      .filter(({ finished }) => !finished)
      .map(({ arm, seed }) => [
        'train',
        ...(file === undefined ? [id] : ['--reproduction', file]),
        '--arm',
        arm,
        '--seed',
        String(seed),
        ...shared,
      ]),
  );
  const name = [...plans.map(({ reproduction: { id } }) => id), flags.profile].join('-');
  const { threads, image, claim } = flags;
  return planText(form, { name, runs, threads, results, image, claim });
}

function sharedArgs(flags: RunFlags, { dataset, files }: OtherData): string[] {
  const { profile, results, provider, threads, searchStore, searchBudget, searchRate, searchReplay } = flags;
  const own = files?.questions !== undefined;
  const given: readonly (readonly [string, string | number | undefined])[] = [
    ['profile', profile],
    ['results', isPublished(results) ? undefined : results],
    ['provider', provider],
    ['threads', threads],
    ['dataset', own ? undefined : (dataset ?? undefined)],
    ['corpus', files?.corpus],
    ['questions', files?.questions],
    ['search-store', resolve(searchStore)],
    ['search-budget', searchBudget],
    ['search-rate', searchRate],
    ...serverArgs(flags),
  ];
  const args = given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));
  if (isPublished(results)) args.push('--publish');
  return [...args, ...(searchReplay === true ? ['--search-replay'] : []), '--resume'];
}

/** The server that trains; its key stays in the environment of each machine. */
function serverArgs(flags: RunFlags): readonly (readonly [string, string | number | undefined])[] {
  const { engine, server, url, model, tokenizer, rank, simulatorUrl, apiKeyVariable, preset } = flags;
  if (engine === 'embedded') return [];
  return [
    ['engine', engine],
    ['server', server],
    ['url', url],
    ['model', model],
    ['tokenizer', tokenizer],
    ['rank', rank],
    ['simulator-url', simulatorUrl],
    ['api-key-variable', apiKeyVariable],
    ['preset', preset],
  ];
}
