import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../../core/decode-utf8.ts';
import { parseJson } from '../../core/parse-json.ts';
import { requirePlainText } from '../../core/plain-text.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { hasEnded, readRun, referenceRow, type ReferenceRow, type Run, runFolders } from '../../run/index.ts';
import { type MeasuredSimulator, simulatorQualityFile } from '../../search/index.ts';
import { type AssayedPolicy, policyAssaysFile } from './policy-assays-file.ts';

/** Contents of a result folder, from which a report is made. */
export interface Results {
  /** Sorted by arm (in the order of the report) and seed. */
  readonly runs: readonly Run[];
  /** Runs that depart from their arm beside others that do not: shown, and in no number and no verdict. Absent for none. */
  readonly changed?: readonly Run[];
  readonly sanity: readonly ReferenceRow[];
  /** Quality of the simulators; absent where nobody measured them. */
  readonly simulatorQuality?: readonly MeasuredSimulator[];
  /** The policies that arms start from; absent where nobody assayed them. */
  readonly policies?: readonly AssayedPolicy[];
  /** Results of other reproductions at this profile, by their ids, of those that the report asks for and that are there. */
  readonly beside?: Readonly<Record<string, Results>>;
}

/** Arms of another reproduction that a report sets beside its own. */
export interface BesideSpec {
  /** Its folder under `results/`. */
  readonly id: string;
  readonly arms: readonly string[];
}

/**
 * Reads every run of a result folder, and its sanity rows and measured simulators where there are any.
 * @param arms the arms a run may belong to; runs are sorted in their order.
 * @throws TwinZeroError `data` for a folder without runs, a broken file, an unknown arm or two runs of one arm and seed.
 */
export async function readResults(
  folder: string,
  arms: readonly { readonly id: string }[],
): Promise<Results> {
  const runsFolder = join(folder, 'runs');
  const folders = await runFolders(folder);
  if (folders.length === 0) throw new TwinZeroError('data', `${runsFolder} has no runs; reproduce it first`);
  const runs = await Promise.all(folders.map(readRun));
  const order = arms.map(({ id }) => id);
  const taken = new Set<string>();
  for (const { id, info } of runs) {
    const key = `arm ${info.arm}, seed ${info.seed}`;
    if (!order.includes(info.arm))
      throw new TwinZeroError(
        'data',
        `${join(runsFolder, id)} is of arm ${info.arm}, not one of ${order.join(', ')}`,
      );
    if (taken.has(key)) throw new TwinZeroError('data', `${runsFolder} has two runs of ${key}; delete one`);
    taken.add(key);
  }
  return { runs: runs.sort(byArmAndSeed(order)), ...(await readMeasured(folder)) };
}

/**
 * Reads what a result folder holds besides runs.
 * @throws TwinZeroError `data` for a broken file.
 */
export async function readMeasured(folder: string): Promise<Omit<Results, 'runs' | 'beside'>> {
  const quality = await readOptional(join(folder, 'simulator-quality.json'), simulatorQualityFile, {
    mend: 'restore it from a copy, or delete it and sanity.json beside it and reproduce with --resume, which makes both again',
  });
  const assays = await readOptional(join(folder, 'policy-assays.json'), policyAssaysFile, {
    mend: 'restore it from a copy, or delete it and sanity.json beside it and reproduce with --resume, which makes both again',
  });
  const sanity = await readOptional(join(folder, 'sanity.json'), z.array(referenceRow), {
    mend: 'restore it from a copy, or delete it and reproduce with --resume, which makes it again',
  });
  return {
    sanity: sanity ?? [],
    ...(quality === null ? {} : { simulatorQuality: quality.simulators }),
    ...(assays === null ? {} : { policies: assays.policies }),
  };
}

/**
 * Reads what reports set beside `folder`, `<results>/<reproduction>/<profile>`: of other reproductions at its profile the
 * ended runs of some arms, and what was measured there.
 * @returns by id; without those that have no such run.
 * @throws TwinZeroError `data` for a broken file.
 */
export async function readBeside(
  folder: string,
  others: readonly BesideSpec[],
): Promise<Record<string, Results>> {
  const found: Record<string, Results> = {};
  for (const { id, arms } of others) {
    const other = join(dirname(dirname(resolve(folder))), id, basename(resolve(folder)));
    const read = await Promise.all((await writtenRuns(other, arms)).map(readRun));
    const runs = read.filter((run) => hasEnded(run) && run.info.changes === undefined);
    if (runs.length > 0) found[id] = { runs: runs.sort(byArmAndSeed(arms)), ...(await readMeasured(other)) };
  }
  return found;
}

/** The run folders of these arms that hold a record; one that was just opened holds none. */
async function writtenRuns(folder: string, arms: readonly string[]): Promise<string[]> {
  const ofArm = (path: string): boolean => arms.includes(basename(path).replace(/-s\d+$/u, ''));
  return (await runFolders(folder)).filter((path) => ofArm(path) && existsSync(join(path, 'run.json')));
}

function byArmAndSeed(order: readonly string[]): (a: Run, b: Run) => number {
  return (a, b) => order.indexOf(a.info.arm) - order.indexOf(b.info.arm) || a.info.seed - b.info.seed;
}

/** A JSON file that a result folder may lack; null when it does. */
async function readOptional<Value>(
  path: string,
  schema: z.ZodType<Value>,
  { mend }: { readonly mend: string },
): Promise<Value | null> {
  if (!existsSync(path)) return null;
  const place = { where: path, mend };
  const value = parseJson(decodeUtf8(await readFile(path), { file: path }), schema, place);
  requirePlainText(value, place);
  return value;
}
