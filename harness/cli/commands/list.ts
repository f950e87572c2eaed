import { Command } from 'commander';
import { findDatasets } from '../../data/find-datasets.ts';
import { findReproduction, reproductionNames, rewardSets } from '../../reproduce/find-reproductions.ts';
import type { Profile, Reproduction } from '../../reproduce/reproduction.ts';
import { paidWeights } from '../../reward/rewards.ts';
import { weightsText } from '../preset-text.ts';
import { printLine } from '../print.ts';

interface Inventory {
  readonly reproductions: readonly (Pick<Reproduction, 'id' | 'title' | 'profiles'> & {
    readonly arms: readonly string[];
  })[];
  readonly presets: readonly { readonly name: string; readonly rewards: Readonly<Record<string, number>> }[];
  readonly dataSets: readonly { readonly name: string; readonly absent: string | null }[];
}

/** Place in the help. */
export const rank = 100;

/** `twinzero list`: reproductions with arms and profiles, reward presets, data sets. */
export function listCommand(): Command {
  return new Command('list')
    .description('list reproductions, their arms and profiles, reward presets and data sets')
    .option('--json', 'print JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const inventory = await takeInventory();
      printLine(json === true ? JSON.stringify(inventory) : describe(inventory));
    });
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
  };
}

function describe({ reproductions, presets, dataSets }: Inventory): string {
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
  ].join('\n');
}

function size({ seeds, steps, evaluateEvery }: Profile): string {
  return `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'} an arm, ${steps} steps, evaluated every ${evaluateEvery}`;
}
