import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessing } from '../core/system-refusal.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { ggufFolder, llamaCppVersion } from '../engine/index.ts';

/** Device that llama.cpp is built for. */
export type GgufBuild = 'cpu' | 'cuda' | 'vulkan' | 'metal';

/** A machine, as Node.js names it. */
export interface Platform {
  readonly platform: string;
  readonly arch: string;
}

const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'mac', win32: 'win' };
const processors: Readonly<Record<string, string>> = {
  x64: 'x64',
  arm64: 'arm64',
  arm: 'armv7l',
  riscv64: 'riscv64',
};

/** Packages by the build they hold; only these are served for 3.21.1. */
const packages: Readonly<Record<GgufBuild, readonly string[]>> = {
  cpu: ['linux-x64', 'linux-arm64', 'linux-armv7l', 'linux-riscv64', 'mac-x64', 'win-x64', 'win-arm64'],
  cuda: ['linux-x64-cuda', 'win-x64-cuda'],
  vulkan: ['linux-x64-vulkan', 'win-x64-vulkan'],
  metal: ['mac-arm64-metal'],
};

/**
 * The packages to install for a build: `node-llama-cpp` and its library for this machine alone, 83 MB for the CPU on
 * Linux where all of them are 732. A build for a graphics card comes with the CPU's.
 * @throws TwinZeroError `configuration` where there is none for the machine.
 */
export function ggufPackages(build: GgufBuild, { platform, arch }: Platform): readonly string[] {
  const machine = `${systems[platform] ?? platform}-${processors[arch] ?? arch}`;
  const builtFor = (each: GgufBuild): readonly string[] =>
    packages[each].filter((name) => name === machine || name === `${machine}-${each}`);
  const found = builtFor(build);
  // On Apple's processors the Metal build computes on the CPU as well.
  const cpu = [...builtFor('cpu'), ...builtFor('metal')];
  if (found.length === 0 && !(build === 'cpu' && cpu.length > 0))
    throw new TwinZeroError(
      'configuration',
      `there is no ${build} build of node-llama-cpp for ${platform} on ${arch}: choose another with --build`,
    );
  const libraries = new Set([
    ...cpu,
    ...found,
    ...(build === 'cuda' ? found.map((name) => `${name}-ext`) : []),
  ]);
  return ['node-llama-cpp', ...[...libraries].map((name) => `@node-llama-cpp/${name}`)].map(
    (name) => `${name}@${llamaCppVersion}`,
  );
}

/**
 * Installs `node-llama-cpp` with one build into a folder of its own, by npm: default the one where it is sought.
 * @throws TwinZeroError `configuration` when npm cannot be run or fails; its own messages go to stderr.
 */
export async function installGguf(
  build: GgufBuild,
  folder = ggufFolder(),
): Promise<{ readonly folder: string; readonly packages: readonly string[] }> {
  const wanted = ggufPackages(build, process);
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
      `npm install ended with ${code} in ${folder}: mend what it says above, or run npm install ${settings.join(' ')} ${wanted.join(' ')} in a folder of your own and set TWINZERO_GGUF to it`,
    );
  return { folder, packages: wanted };
}
