import { TwinZeroError } from '../core/twin-zero-error.ts';
import { lanceDb } from '../search/index.ts';
import type { Platform } from './install-package.ts';

/** The builds that are served, by platform and processor; musl's are for Alpine and are installed by hand. */
const builds: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64-msvc',
  'win32-arm64': 'win32-arm64-msvc',
};

/**
 * The packages to install for LanceDB: itself, its library for this machine alone, and the Arrow it stands on; 170 MB on
 * Linux. What it has as optional packages is left out: an old transformers.js with an ONNX Runtime of its own, and openai.
 * @throws TwinZeroError `configuration` where there is no build for the machine.
 */
export function lanceDbPackages({ platform, arch }: Platform): readonly string[] {
  const build = builds[`${platform}-${arch}`];
  if (build === undefined)
    throw new TwinZeroError(
      'configuration',
      `there is no build of LanceDB for ${platform} on ${arch}: serve the index from another machine with twinzero retriever serve`,
    );
  const { name, version } = lanceDb;
  return [`${name}@${version}`, `${name}-${build}@${version}`, 'apache-arrow@18.1.0'];
}
