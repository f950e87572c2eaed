import { TwinZeroError } from '../core/twin-zero-error.ts';
import { llamaCpp } from '../engine/index.ts';
import type { Platform } from './install-package.ts';

/** Device that llama.cpp is built for. */
export type GgufBuild = 'cpu' | 'cuda' | 'vulkan' | 'metal';

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
  return [llamaCpp.name, ...[...libraries].map((name) => `@node-llama-cpp/${name}`)].map(
    (name) => `${name}@${llamaCpp.version}`,
  );
}
