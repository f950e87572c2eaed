import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { keptFolder } from './kept-folder.ts';
import { packageRoot } from './package-root.ts';
import { parseJson } from './parse-json.ts';
import { TwinZeroError } from './twin-zero-error.ts';

/** A package that `npm ci` leaves out, because it is large and most never need it. */
export interface OptionalPackage {
  /** As `twinzero doctor --install` names it, e.g. `gguf`. */
  readonly id: string;
  /** As npm names it. */
  readonly name: string;
  /** The version that this code is made for. */
  readonly version: string;
  /** Versions that it works with; default that one alone. */
  readonly accepts?: RegExp;
  /** Environment variable of a folder to seek it in. */
  readonly variable: string;
  /** What needs it, as a sentence begins, e.g. `GGUF models need`. */
  readonly needed: string;
}

/** Where an optional package lies. */
export interface FoundPackage {
  /** The file to import. */
  readonly main: string;
  /** E.g. `3.21.1`. */
  readonly version: string;
}

/** The folder that `twinzero doctor --install` installs to. */
export function optionalFolder({ id }: OptionalPackage): string {
  return keptFolder(join('optional', id));
}

/**
 * Finds an optional package: in the folder of its variable where that is set, else beside TwinZero's own packages, else
 * in `optionalFolder`.
 * @throws TwinZeroError `configuration` when it is not installed or of a version that it does not work with.
 */
export function findPackage(wanted: OptionalPackage, folders = soughtIn(wanted)): FoundPackage {
  const { id, name, variable, needed } = wanted;
  for (const folder of folders) {
    const main = resolved(name, folder);
    if (main === null) continue;
    const file = join(dirname(dirname(main)), 'package.json');
    const { version } = parseJson(readFileSync(file, 'utf8'), z.object({ version: z.string() }), {
      where: file,
      kind: 'configuration',
      mend: 'install the package again',
    });
    if (wanted.accepts?.test(version) ?? version === wanted.version) return { main, version };
    throw new TwinZeroError(
      'configuration',
      `${dirname(file)} is ${name} ${version}, and TwinZero is made for ${wanted.version}: install that version`,
    );
  }
  throw new TwinZeroError(
    'configuration',
    `${needed} the optional package ${name}, which is not in ${folders.join(' or ')}: run twinzero doctor --install ${id}, or set ${variable} to a folder where npm install ${name}@${wanted.version} was run`,
  );
}

function soughtIn(wanted: OptionalPackage): readonly string[] {
  const named = process.env[wanted.variable];
  return named === undefined ? [packageRoot(), optionalFolder(wanted)] : [named];
}

function resolved(name: string, folder: string): string | null {
  try {
    // The file need not exist: only its folder counts.
    return createRequire(join(folder, 'resolve.js')).resolve(name);
  } catch {
    return null;
  }
}
