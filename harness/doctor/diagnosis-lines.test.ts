import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { checkNodeVersion, checkSearches, checkWritable, type Diagnosis } from './diagnose.ts';
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
  searches: {
    serper: { ok: false, reason: 'SERPER_API_KEY, which is to hold its key, is not set' },
    wikipedia: { ok: true },
  },
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
      'search serper     no: SERPER_API_KEY, which is to hold its key, is not set',
      'search wikipedia  has what it needs',
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

  it('says which searches have what they need, and shows no key', () => {
    const { SERPER_API_KEY: before } = process.env;
    process.env['SERPER_API_KEY'] = 'serper-0123456789abcdef';
    const set = checkSearches();
    process.env['SERPER_API_KEY'] = '';
    const unset = checkSearches();
    if (before === undefined) delete process.env['SERPER_API_KEY'];
    else process.env['SERPER_API_KEY'] = before;
    assert.deepEqual([set['serper'], set['wikipedia']], [{ ok: true }, { ok: true }]);
    assert.ok(!JSON.stringify(set).includes('serper-0123456789abcdef'));
    assert.deepEqual(unset['serper'], {
      ok: false,
      reason: 'SERPER_API_KEY, which is to hold its key, is not set',
    });
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
