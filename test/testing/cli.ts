import { join } from 'node:path';
import { packageRoot } from '../../harness/core/package-root.ts';
import { type ProcessResult, runProcess } from './run-process.ts';

/** The built command line: what `npm ci` and `npm test` build. */
export const cliFile: string = join(packageRoot(), 'dist', 'harness', 'cli', 'main.js');

/** Runs `twinzero ...args` in a process of its own. */
export function cli(...args: readonly string[]): Promise<ProcessResult> {
  return runProcess(cliFile, args);
}
