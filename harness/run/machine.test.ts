import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeMachine } from './machine.ts';
import { addResources, processMeter } from './usage.ts';

describe('describeMachine', () => {
  it('names commit, versions and machine', async () => {
    const { commit, versions, machine } = await describeMachine();
    assert.match(commit ?? 'none', /^(?:[0-9a-f]{40}(?:-dirty)?|none)$/u);
    assert.equal(versions['node'], process.versions.node);
    assert.match(versions['twinzero'] ?? '', /^\d+\.\d+\.\d+$/u);
    assert.match(versions['onnxruntime'] ?? '', /^\d+\.\d+\.\d+$/u);
    assert.ok(machine.cores >= 1 && machine.memoryGiB > 0);
  });
});

describe('resources', () => {
  it('measures from when the meter was made', () => {
    const clock = [100, 103.5].values();
    const meter = processMeter(() => clock.next().value ?? NaN);
    const { wallSeconds, cpuSeconds, peakMemoryMiB } = meter();
    assert.equal(wallSeconds, 3.5);
    assert.ok(cpuSeconds >= 0 && cpuSeconds < 1);
    assert.ok(peakMemoryMiB > 10 && peakMemoryMiB < 100_000);
  });

  it('adds times and keeps the highest memory', () => {
    assert.deepEqual(
      addResources(
        { wallSeconds: 1, cpuSeconds: 2, peakMemoryMiB: 30 },
        { wallSeconds: 10, cpuSeconds: 20, peakMemoryMiB: 3 },
      ),
      { wallSeconds: 11, cpuSeconds: 22, peakMemoryMiB: 30 },
    );
  });
});
