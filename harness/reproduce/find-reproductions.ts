import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { RewardSet } from '../reward/rewards.ts';
import { checkNames } from './check/find-checks.ts';
import type { Reproduction } from './reproduction.ts';

/** Name of them all on the command line; no reproduction may have this name. */
export const allPapers = 'all';

/** The reproductions beside the running code, in source and in `dist` alike: the harness imports none by name. */
const folder = fileURLToPath(new URL('../../reproductions/', import.meta.url));
const definition = import.meta.url.endsWith('.ts') ? 'reproduction.ts' : 'reproduction.js';

/** Names of the folders under `reproductions/` that hold a definition, sorted. */
export async function reproductionNames(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.filter((name) => existsSync(join(folder, name, definition))).sort();
}

/**
 * The reproduction of this name, or that of a file of the user's own.
 * @param name that of a folder under `reproductions/`, or the absolute path of a file.
 * @throws TwinZeroError `configuration` for an unknown name, a file whose reproduction has a known one, a definition whose default export has another id, or one
 * that its own report could not be made of.
 */
export async function findReproduction(name: string): Promise<Reproduction> {
  const names = await reproductionNames();
  if (isAbsolute(name)) return ownReproduction(name, names);
  if (!names.includes(name))
    throw new TwinZeroError(
      'configuration',
      `there is no reproduction "${name}"; known: ${names.join(', ')}`,
    );
  const path = join(folder, name, definition);
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: Reproduction };
  if (module.default?.id !== name)
    throw new TwinZeroError(
      'configuration',
      `${path} must export by default a reproduction whose id is "${name}"`,
    );
  // The report that it is held to is slow to load, and some commands ask for names alone.
  const { requireConsistent } = await import('./require-consistent.ts');
  requireConsistent(module.default);
  return module.default;
}

/** Folders of results that are no reproduction's. */
const takenFolders = [allPapers, 'baselines', 'searches'];

/** Its results would lie where those of another do. */
async function ownReproduction(file: string, taken: readonly string[]): Promise<Reproduction> {
  const { readReproduction } = await import('./read-reproduction.ts');
  const own = await readReproduction(file);
  if (![...taken, ...(await checkNames()), ...takenFolders].includes(own.id)) return own;
  throw new TwinZeroError(
    'configuration',
    `${file}: the id "${own.id}" is taken by TwinZero; give your reproduction another`,
  );
}

/** The reproductions of the papers, in the order in which `reproduce all` makes them. */
export async function paperReproductions(): Promise<Reproduction[]> {
  const all = await Promise.all((await reproductionNames()).map(findReproduction));
  const placed = all.flatMap((one) => (one.sideBySide === undefined ? [] : [{ one, place: one.sideBySide }]));
  return placed.toSorted((a, b) => a.place - b.place).map(({ one }) => one);
}

/** Every named combination of rewards, of all reproductions. */
export async function rewardSets(): Promise<ReadonlyMap<string, RewardSet>> {
  return rewardSetsOf(await Promise.all((await reproductionNames()).map(findReproduction)));
}

/**
 * The named combinations of rewards of some reproductions.
 * @throws TwinZeroError `configuration` for a name that two of them have.
 */
export function rewardSetsOf(
  reproductions: readonly Pick<Reproduction, 'id' | 'rewards' | 'brings'>[],
): ReadonlyMap<string, RewardSet> {
  const sets = new Map<string, RewardSet>();
  for (const { id, rewards, brings } of reproductions)
    for (const [name, set] of Object.entries(rewards)) {
      if (sets.has(name))
        throw new TwinZeroError(
          'configuration',
          `two reproductions have a reward preset "${name}", one of them ${id}; rename one`,
        );
      sets.set(name, { ...set, ...(brings?.rewards !== undefined && { own: brings.rewards }) });
    }
  return sets;
}

/**
 * The combination of rewards of this name.
 * @throws TwinZeroError `configuration` for an unknown name, listing the known ones.
 */
export async function rewardSet(name: string): Promise<RewardSet> {
  const sets = await rewardSets();
  const found = sets.get(name);
  if (found !== undefined) return found;
  const known = [...sets.keys()].join(', ');
  throw new TwinZeroError('configuration', `there is no reward preset "${name}"; choose one of ${known}`);
}
