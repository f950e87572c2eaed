import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../../core/decode-utf8.ts';
import { parseJson } from '../../core/parse-json.ts';
import { requirePlainText } from '../../core/plain-text.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { readRun, referenceRow, type ReferenceRow, type Run, runFolders } from '../../run/index.ts';
import { type MeasuredSimulator, simulatorQualityFile } from '../../search/index.ts';

/** Contents of a result folder, from which a report is made. */
export interface Results {
  /** Sorted by arm (in the order of the report) and seed. */
  readonly runs: readonly Run[];
  readonly sanity: readonly ReferenceRow[];
  /** Quality of the simulators; absent where nobody measured them. */
  readonly simulatorQuality?: readonly MeasuredSimulator[];
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
export async function readMeasured(folder: string): Promise<Omit<Results, 'runs'>> {
  const quality = await readOptional(join(folder, 'simulator-quality.json'), simulatorQualityFile, {
    mend: 'restore it from a copy, or delete it and sanity.json beside it and reproduce with --resume, which makes both again',
  });
  const sanity = await readOptional(join(folder, 'sanity.json'), z.array(referenceRow), {
    mend: 'restore it from a copy, or delete it and reproduce with --resume, which makes it again',
  });
  return {
    sanity: sanity ?? [],
    ...(quality === null ? {} : { simulatorQuality: quality.simulators }),
  };
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
