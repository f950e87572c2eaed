import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env } from 'onnxruntime-node';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';

/** Folder where onnxruntime-node looks for the CUDA provider, and those of its two libraries that are not there. */
export interface CudaLibraries {
  readonly folder: string;
  readonly missing: readonly string[];
  /** The command that fetches them from NuGet (linux-x64, onnxruntime-node's own installer). */
  readonly installCommand: string;
}

const providerLibrary = 'libonnxruntime_providers_cuda.so';
const libraries = ['libonnxruntime_providers_shared.so', providerLibrary];

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
      `provider cuda needs ${found.missing.join(' and ')} in ${found.folder}: fetch them with \`${found.installCommand}\` or copy them there from onnxruntime/capi of PyPI's wheel onnxruntime-gpu ${env.versions.node ?? ''}, or use provider webgpu or cpu`,
    );
}

/** What to do where the provider's library was found but `reason` says that it could not be loaded; else `reason`. */
export function explainCuda(reason: string, found: CudaLibraries = cudaLibraries()): string {
  if (!reason.includes('Failed to load shared library')) return reason;
  const needed = neededLibraries(join(found.folder, providerLibrary));
  return `its library could not be loaded: it needs ${[...needed, 'cuDNN 9'].join(', ')}, so install that CUDA and put the folders into LD_LIBRARY_PATH (of a Python environment with PyTorch: site-packages/nvidia/*/lib), or use provider webgpu or cpu`;
}

/** Names of CUDA's libraries that a library asks the loader for: they stand at its beginning, as ELF has it. */
function neededLibraries(file: string): readonly string[] {
  const start = Buffer.alloc(65_536);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, start);
  } finally {
    closeSync(handle);
  }
  return [...new Set(start.toString('latin1').match(/libcu\w+\.so\.\d+/gu) ?? [])].sort();
}
