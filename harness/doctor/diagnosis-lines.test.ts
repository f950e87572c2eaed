import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { checkNodeVersion, checkWritable, type Diagnosis } from './diagnose.ts';
import { diagnosisLines } from './diagnosis-lines.ts';

const diagnosis: Diagnosis = {
  commit: 'abc',
  versions: { node: '22.1.0', twinzero: '1.2.3' },
  machine: { cpu: 'Some CPU', cores: 2, memoryGiB: 23.5, platform: 'linux x64' },
  onnxRuntime: '1.30.0',
  node: { ok: true },
  providers: [
    { provider: 'cpu', offered: true },
    { provider: 'webgpu', offered: false, reason: 'no WebGPU adapter' },
  ],
  gguf: { ok: true, version: '3.21.1' },
  lancedb: { ok: false, reason: 'not installed' },
  results: { folder: '/r', ok: true },
  dataSets: { apollo13: { ok: false, reason: 'a file is missing' }, meridian: { ok: true } },
};

describe('the doctor', () => {
  it('writes one line a finding, with the reason for what is not there', () => {
    assert.deepEqual(diagnosisLines(diagnosis), [
      'twinzero          1.2.3, commit abc',
      'Node.js           22.1.0',
      'onnxruntime-node  1.30.0',
      'machine           Some CPU, 2 cores, 23.5 GiB, linux x64',
      'provider cpu      yes',
      'provider webgpu   no: no WebGPU adapter',
      'node-llama-cpp    3.21.1',
      'lancedb           no: not installed',
      'results           /r can be written',
      'data apollo13     no: a file is missing',
      'data meridian     complete',
    ]);
  });

  it('calls Node.js too old below 20.19 only', () => {
    assert.deepEqual(
      ['18.20.0', '20.9.1', '20.19.0', '21.0.0', '24.1.2'].map((version) => checkNodeVersion(version).ok),
      [false, false, true, true, true],
    );
  });

  it('finds a folder writable that exists or can be made, and leaves it as it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twinzero-doctor-'));
    assert.deepEqual(await checkWritable(folder), { ok: true });
    assert.deepEqual(await checkWritable(join(folder, 'a', 'b')), { ok: true });
    await rm(folder, { recursive: true });
  });

  it('says which place cannot be written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'twinzero-doctor-'));
    const file = join(folder, 'file');
    await writeFile(file, '');
    assert.deepEqual(await checkWritable(file), {
      ok: false,
      reason: `${file} is no folder; choose another with --results`,
    });
    const below = await checkWritable(join(file, 'results'));
    assert.ok(!below.ok && /cannot be written \(ENOTDIR\)/.test(below.reason));
    await rm(folder, { recursive: true });
  });
});
