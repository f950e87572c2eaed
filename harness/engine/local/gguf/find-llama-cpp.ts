import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../core/package-root.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** Version of `node-llama-cpp` that this engine is made for. */
export const llamaCppVersion = '3.21.1';

/** Where `node-llama-cpp` lies. */
export interface LlamaCppPackage {
  /** The file to import. */
  readonly main: string;
  /** E.g. `3.21.1`. */
  readonly version: string;
}

/** The folder that `twinzero doctor --install gguf` installs to. */
export function ggufFolder(): string {
  return join(packageRoot(), 'optional', 'gguf');
}

/**
 * Finds `node-llama-cpp`, which is optional: in the folder `TWINZERO_GGUF` where that is set, else beside TwinZero's own
 * packages, else in `ggufFolder`.
 * @throws TwinZeroError `configuration` when it is not installed or of another major version.
 */
export function findLlamaCpp(
  folders: readonly string[] = process.env['TWINZERO_GGUF'] === undefined
    ? [packageRoot(), ggufFolder()]
    : [process.env['TWINZERO_GGUF']],
): LlamaCppPackage {
  for (const folder of folders) {
    const main = resolved(folder);
    if (main === null) continue;
    const file = join(dirname(dirname(main)), 'package.json');
    const { version } = parseJson(readFileSync(file, 'utf8'), z.object({ version: z.string() }), {
      where: file,
      kind: 'configuration',
      mend: 'install the package again',
    });
    if (version.startsWith('3.')) return { main, version };
    throw new TwinZeroError(
      'configuration',
      `${dirname(file)} is node-llama-cpp ${version}, and this engine is made for ${llamaCppVersion}: install that version`,
    );
  }
  throw new TwinZeroError(
    'configuration',
    `GGUF models need the optional package node-llama-cpp, which is not in ${folders.join(' or ')}: run twinzero doctor --install gguf, or set TWINZERO_GGUF to a folder where npm install node-llama-cpp@${llamaCppVersion} was run`,
  );
}

function resolved(folder: string): string | null {
  try {
    // The file need not exist: only its folder counts.
    return createRequire(join(folder, 'resolve.js')).resolve('node-llama-cpp');
  } catch {
    return null;
  }
}
