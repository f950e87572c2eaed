import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { llamaCpp } from './find-llama-cpp.ts';
import { loadLlamaCpp } from './load-llama-cpp.ts';

/** A package whose library loads for every device, and which finds no card. */
const cardless = `export async function getLlama({ gpu }) {
  return { gpu, getGpuDeviceNames: async () => [], dispose: async () => { globalThis.disposedLlama = true; } };
}`;
const given = process.env[llamaCpp.variable];
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twinzero-llama-cpp-'));
  const home = join(folder, 'node_modules', llamaCpp.name);
  await mkdir(join(home, 'dist'), { recursive: true });
  await writeFile(
    join(home, 'package.json'),
    JSON.stringify({
      name: llamaCpp.name,
      version: llamaCpp.version,
      type: 'module',
      exports: './dist/index.js',
    }),
  );
  await writeFile(join(home, 'dist', 'index.js'), cardless);
  process.env[llamaCpp.variable] = folder;
});
after(async () => {
  if (given === undefined) delete process.env[llamaCpp.variable];
  else process.env[llamaCpp.variable] = given;
  await rm(folder, { recursive: true });
});

describe('loadLlamaCpp', () => {
  it('refuses a graphics card that is not there, where the library would compute on the processor', async () => {
    await assert.rejects(loadLlamaCpp('webgpu'), {
      kind: 'configuration',
      message:
        /cannot compute on (?:vulkan|metal) \((?:vulkan|metal) finds no graphics card\): run twinzero doctor/u,
    });
    assert.equal((globalThis as { disposedLlama?: boolean }).disposedLlama, true);
  });
});
