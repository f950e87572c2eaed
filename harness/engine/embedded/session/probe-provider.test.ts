import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { probeProvider } from './probe-provider.ts';

describe('probing a provider in a child process', () => {
  it('finds the CPU', async () => {
    assert.deepEqual(await probeProvider('cpu'), { provider: 'cpu', offered: true });
  });

  it('gives up on a child that takes too long, and says so', async () => {
    const probe = await probeProvider('cpu', { timeoutMs: 1 });
    assert.ok(!probe.offered);
    assert.match(probe.reason, /no answer within 0.001 s/);
  });

  it('answers for WebGPU with yes or with one sentence, whatever the machine', async () => {
    const probe = await probeProvider('webgpu');
    if (!probe.offered) assert.match(probe.reason, /^[^\n]{10,400}$/);
  });
});
