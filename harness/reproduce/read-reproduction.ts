import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { checkValue } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { recordedName } from '../run/index.ts';
import { requireConsistent } from './require-consistent.ts';
import { configOf, profileNames, type Reproduction } from './reproduction.ts';

/**
 * The reproduction that a file of the user's own exports, by default or as `reproduction`: JavaScript, or TypeScript of
 * erasable syntax where this Node.js strips types.
 * @param file an absolute path.
 * @throws TwinZeroError `configuration` for a file that can't be imported, that exports no reproduction, or whose
 * configurations or report can't be made.
 */
export async function readReproduction(file: string): Promise<Reproduction> {
  if (!existsSync(file))
    throw new TwinZeroError('configuration', `${file} is not there; name a file that exports a reproduction`);
  const module = await import(pathToFileURL(file).href).then(
    (loaded: Exports) => loaded,
    (cause: unknown) => {
      throw refusal(file, `can't be imported: ${importFault(cause)}`, cause);
    },
  );
  const exported = module.default ?? module.reproduction;
  if (exported === undefined)
    throw refusal(file, 'exports no reproduction; export one by default, or as `reproduction`');
  checkValue(exported, shape, { where: file, kind: 'configuration', mend: 'see docs/own-reproduction.md' });
  const reproduction = exported as Reproduction;
  try {
    requireConsistent(reproduction);
    for (const profile of Object.values(reproduction.profiles))
      for (const { id } of reproduction.arms) configOf(reproduction, { arm: id, seed: 1, profile });
  } catch (cause) {
    throw refusal(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  // In commands that a page shows, where a name with blanks or quotes would be two words or none.
  const name = basename(file);
  const shown = /^[\w.-]+$/u.test(name) ? name : 'FILE';
  return { ...reproduction, report: { ...reproduction.report, file: shown } };
}

interface Exports {
  readonly default?: unknown;
  readonly reproduction?: unknown;
}

function refusal(file: string, what: string, cause?: unknown): TwinZeroError {
  return new TwinZeroError('configuration', `${file}: ${what}`, { cause });
}

/** Why an import failed, in one line, and what to do where Node.js has a code for it. */
function importFault(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const mend = remedies[code];
  if (mend !== undefined) return mend;
  const [line = ''] = (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)).split(
    '\n',
  );
  return line;
}

const remedies: Readonly<Record<string, string>> = {
  ERR_UNKNOWN_FILE_EXTENSION: `Node.js ${process.versions.node} reads no such file; give JavaScript, e.g. .mjs, or TypeScript to Node.js 22.18 or later`,
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX:
    'it holds TypeScript that is more than types, such as enum; write that as JavaScript',
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING:
    'Node.js reads no TypeScript below node_modules; keep the file elsewhere',
};

const called = z.custom((value) => typeof value === 'function', 'expected a function');
const count = z.int().positive();

const profile = z.looseObject({
  seeds: z.array(z.int().nonnegative()).min(1),
  steps: count,
  evaluateEvery: count,
  checkpointEvery: count,
});

/** What every reproduction has; the parts inside are checked where they are used. */
const shape = z.looseObject({
  id: recordedName,
  title: z.string().min(1),
  base: called,
  arms: z.array(z.looseObject({ id: recordedName, label: z.string().min(1), change: called })).min(1),
  profiles: z.partialRecord(z.enum(profileNames), profile),
  deviations: z.array(z.looseObject({ id: z.string(), sentence: z.union([z.string(), called]) })),
  rewards: z.record(z.string(), z.unknown()),
  report: z.looseObject({
    claims: z.array(z.looseObject({ id: z.string(), statement: z.string(), evaluate: called })),
    paper: z.looseObject({ citation: z.string(), rows: z.array(z.unknown()), curves: z.array(z.unknown()) }),
  }),
});
