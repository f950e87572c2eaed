import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { RunConfig } from '../run/index.ts';
import type { GivenSettings } from './baseline.ts';
import type { TuningRecipe } from './tune-baseline.ts';

/** Size of a leaderboard. */
export interface BenchProfile {
  /** Held-out questions that are asked, from the first; null for all. */
  readonly questions: number | null;
  /** Of search noise, and of training where a row trains. */
  readonly seeds: readonly number[];
  /** Steps in which a policy learns the language of a row; default those of the recipe. */
  readonly tuningSteps?: number;
  /** Steps of rows that train; default the configuration's. */
  readonly trainingSteps?: number;
}

/** Where every baseline meets the same questions, policy, search and judge: the default export of `baselines/benches/<id>.ts`. */
export interface Bench {
  /** The file's name without its ending. */
  readonly id: string;
  readonly title: string;
  /** Who plays, as a page shows it; absent where the title says it. */
  readonly player?: string;
  /** What is played; the seed is a profile's. */
  readonly config: RunConfig;
  /** How its policy is taught a baseline's lessons; null where the policy follows instructions. */
  readonly tuning: TuningRecipe | null;
  /** Settings by baseline that are not the defaults here, with the reason. */
  readonly settings: Readonly<Record<string, { readonly values: GivenSettings; readonly reason: string }>>;
  /** The row that others are compared with. */
  readonly reference: string;
  readonly profiles: Readonly<Record<'smoke' | 'default' | 'full', BenchProfile>>;
}

const folder = fileURLToPath(new URL('../../baselines/benches/', import.meta.url));
const ending = extname(import.meta.url);

/**
 * The bench of this name.
 * @throws TwinZeroError `configuration` for an unknown name, or a file whose default export has another id.
 */
export async function findBench(id: string): Promise<Bench> {
  const files = (await readdir(folder)).filter((file) => extname(file) === ending);
  const names = files.map((file) => basename(file, ending)).filter((name) => !/\.(?:test|d)$/u.test(name));
  if (!names.includes(id))
    throw new TwinZeroError('configuration', `there is no bench "${id}"; known: ${names.sort().join(', ')}`);
  const path = join(folder, `${id}${ending}`);
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: Bench };
  if (module.default?.id === id) return module.default;
  throw new TwinZeroError('configuration', `${path} must export by default a bench whose id is "${id}"`);
}

/** The bench that commands take where none is named. */
export const defaultBench = 'meridian';
