import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** Folder where onnxruntime-node looks for the CUDA provider, and those of its two libraries that are not there. */
export interface CudaLibraries {
  readonly folder: string;
  readonly missing: readonly string[];
  /** The command that fetches them (linux-x64, onnxruntime-node's own installer). */
  readonly installCommand: string;
}

const libraries = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

/** Looks for ONNX Runtime's CUDA libraries beside onnxruntime-node's binary, or in another package folder. */
export function cudaLibraries(packageFolder: string = onnxRuntimeFolder()): CudaLibraries {
  const folder = join(packageFolder, 'bin', 'napi-v6', process.platform, process.arch);
  return {
    folder,
    missing: libraries.filter((name) => !existsSync(join(folder, name))),
    installCommand: `ONNXRUNTIME_NODE_INSTALL=cuda12 node ${join(packageFolder, 'script', 'install.js')}`,
  };
}

function onnxRuntimeFolder(): string {
  // The entry point is <package>/dist/index.js; package.json itself is not exported by every version.
  return dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')));
}

/**
 * Checks that the CUDA provider can be asked for at all.
 * @throws TwinZeroError `configuration` that names what is missing and how to get it.
 */
export function requireCudaLibraries(found: CudaLibraries = cudaLibraries()): void {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new TwinZeroError(
      'configuration',
      `provider cuda exists for linux x64 only, and this is ${process.platform} ${process.arch}; use provider webgpu or cpu`,
    );
  if (found.missing.length > 0)
    throw new TwinZeroError(
      'configuration',
      `provider cuda needs ${found.missing.join(' and ')} in ${found.folder}: fetch with \`${found.installCommand}\` and have CUDA 12 and cuDNN 9 installed, or use provider webgpu or cpu`,
    );
}
