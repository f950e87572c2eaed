import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OptionalPackage, optionalFolder } from '../core/optional-package.ts';
import { accessing } from '../core/system-refusal.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';

/** A machine, as Node.js names it. */
export interface Platform {
  readonly platform: string;
  readonly arch: string;
}

/**
 * Installs an optional package into a folder of its own, by npm: default the one where it is sought.
 * @param wanted it and the libraries of this machine, with their versions; what they hold for others is left out
 * @throws TwinZeroError `configuration` when npm cannot be run or fails; its own messages go to stderr.
 */
export async function installPackage(
  optional: OptionalPackage,
  wanted: readonly string[],
  folder = optionalFolder(optional),
): Promise<{ readonly folder: string; readonly packages: readonly string[] }> {
  await accessing({ path: folder, doing: 'written' }, 'configuration', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  });
  const settings = ['--omit=optional', '--ignore-scripts', '--save-exact', '--no-audit', '--no-fund'];
  const code = await new Promise<number | string>((resolve) => {
    // On Windows npm is a script, which only a shell starts; no argument has a character that one would read.
    const npm = spawn('npm', ['install', ...settings, ...wanted], {
      cwd: folder,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
    npm.once('error', ({ message }) => resolve(message));
    npm.once('close', (status) => resolve(status ?? 'a signal'));
  });
  if (code !== 0)
    throw new TwinZeroError(
      'configuration',
      `npm install ended with ${code} in ${folder}: mend what it says above, or run npm install ${settings.join(' ')} ${wanted.join(' ')} in a folder of your own and set ${optional.variable} to it`,
    );
  return { folder, packages: wanted };
}
