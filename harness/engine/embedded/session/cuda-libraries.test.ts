import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { cudaLibraries, explainCuda, requireCudaLibraries } from './cuda-libraries.ts';

describe('the CUDA libraries', () => {
  it('are named when missing, with the folder and the command that fetches them (linux x64)', async function () {
    if (process.platform !== 'linux' || process.arch !== 'x64') this.skip();
    const folder = await mkdtemp(join(tmpdir(), 'twinzero-cuda-'));
    const bin = join(folder, 'bin', 'napi-v6', 'linux', 'x64');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'libonnxruntime_providers_shared.so'), '');
    assert.throws(
      () => requireCudaLibraries(cudaLibraries(folder)),
      (error) =>
        error instanceof TwinZeroError &&
        error.kind === 'configuration' &&
        error.message.includes(`needs libonnxruntime_providers_cuda.so in ${bin}`) &&
        error.message.includes(
          `ONNXRUNTIME_NODE_INSTALL=cuda12 node ${join(folder, 'script', 'install.js')}`,
        ),
    );
    await writeFile(join(bin, 'libonnxruntime_providers_cuda.so'), '');
    requireCudaLibraries(cudaLibraries(folder));
    await rm(folder, { recursive: true });
  });

  it('that the provider needs of CUDA are named where it could not be loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twinzero-cuda-'));
    const found = cudaLibraries(folder);
    await mkdir(found.folder, { recursive: true });
    await writeFile(
      join(found.folder, 'libonnxruntime_providers_cuda.so'),
      '\0libcurand.so.10\0libcublas.so.13\0libm.so.6\0libcublas.so.13\0',
    );
    const reason = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library';
    assert.match(
      explainCuda(reason, found),
      /needs libcublas\.so\.13, libcurand\.so\.10, cuDNN 9, so .* LD_LIBRARY_PATH/,
    );
    assert.equal(explainCuda('out of memory', found), 'out of memory');
    await rm(folder, { recursive: true });
  });
});
