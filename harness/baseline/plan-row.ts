import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { canonicalJson, sha256 } from '../core/canonical-json.ts';
import { packageRoot } from '../core/package-root.ts';
import { findDataset } from '../data/find-datasets.ts';
import { modelHashes, type RunConfig } from '../run/index.ts';
import { type Baseline, type GivenSettings, settingsOf } from './baseline.ts';
import type { Bench, BenchProfile } from './bench.ts';
import type { TuningRecipe } from './tune-baseline.ts';

/** One row to make: everything that decides what it will say. */
export interface RowPlan {
  readonly baseline: Baseline;
  readonly settings: GivenSettings;
  readonly config: RunConfig;
  /** Null where the policy is played as it is, or trained by the baseline. */
  readonly tuning: TuningRecipe | null;
  readonly profile: BenchProfile;
  readonly hash: string;
}

/**
 * Plans a row of a bench. Its hash covers the files of the baseline, settings, configuration, recipe, questions, seeds,
 * data and models; a change of the harness itself is not seen.
 * @throws TwinZeroError `configuration` for a bench whose settings the baseline does not know, `data` for a data set or a
 * model that can't be read.
 */
export async function planRow(baseline: Baseline, bench: Bench, profile: BenchProfile): Promise<RowPlan> {
  const settings = settingsOf(baseline, bench.settings[baseline.id]?.values);
  const { trainingSteps: trained = bench.config.steps } = profile;
  const config = { ...bench.config, steps: trained };
  const taught = bench.tuning !== null && baseline.lessons?.[config.dataset] !== undefined;
  const steps = profile.tuningSteps;
  const tuning =
    taught && bench.tuning !== null ? { ...bench.tuning, ...(steps !== undefined && { steps }) } : null;
  const dataset = await (await findDataset(config.dataset)).load();
  const hash = sha256(
    canonicalJson({
      sources: await sourceHashes(join(packageRoot(), 'baselines', `${baseline.id}.ts`)),
      settings,
      config,
      tuning,
      profile,
      data: dataset.hashes,
      models: await modelHashes(config),
    }),
  );
  return { baseline, settings, config, tuning, profile, hash };
}

/** The sha256 of a file and of all that it imports from `baselines/` and `data/`, by their paths in the package. */
async function sourceHashes(
  file: string,
  known: Record<string, string> = {},
): Promise<Record<string, string>> {
  const name = relative(packageRoot(), file);
  if (name in known || !/^(?:baselines|data)\b/u.test(name)) return known;
  const text = await readFile(file, 'utf8').catch(() => '');
  known[name] = sha256(text);
  for (const [, path = ''] of text.matchAll(/(?:from|import\() ?'(\.[^']+)'/gu))
    await sourceHashes(join(dirname(file), path), known);
  return known;
}
