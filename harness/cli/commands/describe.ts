import { Command } from 'commander';
import { type Baseline, findBaseline, findBaselines } from '../../baseline/index.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { describeReproduction, type ReproductionDescription } from '../../reproduce/describe-reproduction.ts';
import { findReproduction, reproductionNames } from '../../reproduce/find-reproductions.ts';
import { presetNamed } from '../../reproduce/preset.ts';
import type { ProfileName, Reproduction } from '../../reproduce/reproduction.ts';
import { presetPlot, presetSchedule, presetText, weightsText } from '../preset-text.ts';
import { armsText, type Controls, sensitivityRule } from '../../report/index.ts';
import { baselineJson, baselineText } from '../baseline-text.ts';
import { webServices } from '../../search/index.ts';
import { describeService, serviceText } from '../service-text.ts';
import { printLine } from '../print.ts';
import { chosenReproduction, type ReproductionFlags, withReproduction } from '../reproduction-flags.ts';
import { profileOption } from '../run-flags.ts';

/** Place in the help. */
export const rank = 110;

/** `twinzero describe`: arms, recipe, claims with their verdict rules, deviations; runs nothing. */
export function describeCommand(): Command {
  return withReproduction(
    new Command('describe').description(
      'show arms, recipe values, claims with their verdict rules, and deviations; or a baseline',
    ),
    'e.g. rezero; or a baseline, e.g. self-ask; or a search of the web, e.g. serpapi',
  )
    .option('--baseline', 'the baseline where both have that name')
    .addOption(profileOption())
    .option('--preset <name>', 'show a set of settings with their sources instead, e.g. paper')
    .option(
      '--plot',
      'show the probability of noisy documents over the steps of the preset; default embedded',
    )
    .option('--json', 'print JSON')
    .action(async (named: string | undefined, flags: DescribeFlags) => {
      const name = chosenReproduction(named, flags);
      const service = [...webServices()].find(([kind]) => kind === name)?.[1];
      if (service !== undefined) {
        const shown = describeService(service);
        printLine(flags.json === true ? JSON.stringify(shown) : serviceText(shown));
        return;
      }
      const isOwn = flags.reproduction !== undefined;
      if (flags.baseline === true || !(isOwn || (await reproductionNames()).includes(name))) {
        const baseline = await namedBaseline(name, flags);
        printLine(flags.json === true ? JSON.stringify(baselineJson(baseline)) : baselineText(baseline));
        return;
      }
      const reproduction = await findReproduction(name);
      const description = described(reproduction, flags);
      printLine(flags.json === true ? JSON.stringify(description.json) : description.text());
    });
}

/**
 * The baseline of this name.
 * @throws TwinZeroError `configuration` for a name that is neither a reproduction's nor a baseline's.
 */
async function namedBaseline(name: string, { baseline }: DescribeFlags): Promise<Baseline> {
  const known = (await findBaselines()).map(({ id }) => id);
  if (baseline === true || known.includes(name)) return findBaseline(name);
  throw new TwinZeroError(
    'configuration',
    `there is no reproduction "${name}"; known: ${(await reproductionNames()).join(', ')}; nor a baseline; known: ${known.join(', ')}`,
  );
}

interface DescribeFlags extends ReproductionFlags {
  readonly baseline?: boolean;
  readonly profile: ProfileName;
  readonly preset?: string;
  readonly plot?: boolean;
  readonly json?: boolean;
}

function described(
  reproduction: Reproduction,
  { profile, preset, plot }: DescribeFlags,
): { readonly json: unknown; readonly text: () => string } {
  if (plot === true) {
    const plotted = presetNamed(reproduction, preset ?? 'embedded');
    return { json: presetSchedule(plotted), text: () => presetPlot(plotted) };
  }
  if (preset !== undefined) {
    const shown = presetNamed(reproduction, preset);
    return { json: shown, text: () => presetText(shown) };
  }
  const description = describeReproduction(reproduction, profile);
  return { json: description, text: () => describe(description) };
}

function describe(description: ReproductionDescription): string {
  const { id, title, paper, profile, arms, recipe, differences, claims, controls, deviations } = description;
  const { name, seeds, steps } = profile;
  const rules = [...new Set(claims.flatMap(({ commonRules }) => commonRules))];
  return [
    `${id}: ${title}`,
    `  paper: ${paper}`,
    `  profile ${name}: seeds ${seeds.join(', ')}, ${steps} steps`,
    '',
    'arms',
    ...arms.map((arm) => `  ${arm.id}: ${arm.label}; paid ${weightsText(arm.rewards)}`),
    ...Object.entries(differences).map(([field, values]) => `  ${field}: ${byArm(values)}`),
    '',
    'recipe, equal in all arms',
    ...Object.entries(recipe).map(([field, value]) => `  ${field}: ${text(value)}`),
    '',
    'claims',
    ...claims.flatMap((claim) => [
      `  ${claim.id}: ${claim.statement}`,
      `    paper: ${claim.paper}`,
      `    ${claim.standing}; rule, fixed on ${claim.fixedOn} (known then: ${claim.known}): ${claim.rule}`,
    ]),
    ...(controls === null ? [] : ['', 'controls', ...controlLines(controls)]),
    '',
    'rules of every claim that names them',
    ...rules.map((rule) => `  ${rule}`),
    '',
    'deviations from the paper',
    ...deviations.map((deviation) => `  ${deviation}`),
  ].join('\n');
}

function controlLines({ positive, twin, shown }: Controls): string[] {
  return [
    `  positive: ${armsText(positive)}`,
    `  twin: ${armsText(twin)}`,
    ...shown.map((one) => `  shown: ${armsText(one)}`),
    `  ${sensitivityRule}`,
  ];
}

function byArm(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([arm, value]) => `${arm} ${text(value)}`)
    .join(', ');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
