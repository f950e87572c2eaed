import { Argument, Command } from 'commander';
import { type Baseline, baselinesReadme, findBaselines } from '../../baseline/index.ts';
import { findDatasets } from '../../data/find-datasets.ts';
import { findReproduction, reproductionNames, rewardSets } from '../../reproduce/find-reproductions.ts';
import type { Profile, Reproduction } from '../../reproduce/reproduction.ts';
import { paidWeights } from '../../reward/rewards.ts';
import { metricGuide, metricsPage } from '../../run/index.ts';
import { webServices } from '../../search/index.ts';
import { weightsText } from '../preset-text.ts';
import { needText, serviceLines } from '../web-flags.ts';
import { baselineJson } from '../baseline-text.ts';
import { printLine } from '../print.ts';

interface ListFlags {
  readonly json?: boolean | undefined;
  readonly markdown?: boolean | undefined;
}

interface Inventory {
  readonly reproductions: readonly (Pick<Reproduction, 'id' | 'title' | 'profiles'> & {
    readonly arms: readonly string[];
  })[];
  readonly presets: readonly { readonly name: string; readonly rewards: Readonly<Record<string, number>> }[];
  readonly dataSets: readonly { readonly name: string; readonly absent: string | null }[];
  readonly baselines: readonly string[];
  /** Services of the web that a search may name. */
  readonly searches: readonly { readonly name: string; readonly title: string; readonly needs: string }[];
}

/** Place in the help. */
export const rank = 100;

/** `twinzero list`: reproductions with arms and profiles, reward presets, data sets. */
export function listCommand(): Command {
  return new Command('list')
    .description(
      'list reproductions, their arms and profiles, reward presets, data sets, baselines and searches of the web',
    )
    .addArgument(
      new Argument(
        '[what]',
        'baselines: these alone, with their needs; metrics: the columns of metrics.csv',
      ).choices(['baselines', 'metrics']),
    )
    .option('--markdown', 'print baselines/README.md, or docs/metrics.md')
    .option('--json', 'print JSON')
    .action(async (what: 'baselines' | 'metrics' | undefined, { json, markdown }: ListFlags) => {
      if (what === 'metrics') return printMetrics({ json, markdown });
      if (markdown === true) return printLine((await baselinesReadme()).trimEnd());
      if (what !== undefined) {
        const baselines = await findBaselines();
        printLine(
          json === true ? JSON.stringify(baselines.map(baselineJson)) : baselines.map(line).join('\n'),
        );
        return;
      }
      const inventory = await takeInventory();
      printLine(json === true ? JSON.stringify(inventory) : describe(inventory));
    });
}

function printMetrics({ json, markdown }: ListFlags): void {
  if (json === true) printLine(JSON.stringify(metricGuide));
  else if (markdown === true) printLine(metricsPage().trimEnd());
  else
    for (const [column, { unit, meaning }] of Object.entries(metricGuide))
      printLine(`${column}: ${meaning} (${unit})`);
}

async function takeInventory(): Promise<Inventory> {
  const reproductions = await Promise.all((await reproductionNames()).map(findReproduction));
  return {
    reproductions: reproductions.map(({ id, title, arms, profiles }) => ({
      id,
      title,
      arms: arms.map((arm) => arm.id),
      profiles,
    })),
    presets: [...(await rewardSets())].map(([name, { rewards }]) => ({
      name,
      rewards: paidWeights(rewards),
    })),
    dataSets: (await findDatasets()).map(({ id, absent }) => ({ name: id, absent: absent() })),
    baselines: (await findBaselines()).map(({ id }) => id),
    searches: [...webServices()].map(([name, service]) => ({
      name,
      title: service.title,
      needs: needText(service),
    })),
  };
}

function line({ id, title, needs }: Baseline): string {
  return `${id}: ${title}${needs.length === 0 ? '' : `; needs ${needs.join(', ')}`}`;
}

function describe({ reproductions, presets, dataSets, baselines }: Inventory): string {
  return [
    'reproductions',
    ...reproductions.flatMap(({ id, title, arms, profiles }) => [
      `  ${id}: ${title}`,
      `    arms: ${arms.join(', ')}`,
      ...Object.entries(profiles).map(([name, profile]) => `    profile ${name}: ${size(profile)}`),
    ]),
    'reward presets',
    ...presets.map(({ name, rewards }) => `  ${name}: ${weightsText(rewards)}`),
    'data sets',
    ...dataSets.map(({ name, absent }) => `  ${name}: ${absent ?? 'here'}`),
    'baselines',
    `  ${baselines.join(', ')}`,
    'searches of the web',
    ...serviceLines(),
  ].join('\n');
}

function size({ seeds, steps, evaluateEvery }: Profile): string {
  return `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'} an arm, ${steps} steps, evaluated every ${evaluateEvery}`;
}
