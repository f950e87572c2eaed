import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { benchEngine } from './engine-bench.ts';
import { engineBenchLines } from './engine-bench-lines.ts';
import { measure } from './measured.ts';
import { modelShapes } from './model-shapes.ts';
import { writeRandomFolder } from './random-folder.ts';

const config = { ...modelShapes.reference, layers: 1, vocabularySize: 64, hiddenSize: 32, mlpSize: 32 };

// Each measurement starts a process, which loads TypeScript and ONNX Runtime anew.
describe('the bench of the engine', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-bench-test-'));
    await writeRandomFolder(folder, config);
  });
  after(() => rm(folder, { recursive: true }));

  it('measures what it can, says why where it cannot, and counts the arithmetic of the median', async () => {
    const bench = await benchEngine(
      config,
      { folder, provider: 'cpu', threads: 1, rounds: 2 },
      // More positions than the model has: that decoding fails, and the rest goes on.
      {
        trained: ['full', 'adapter'],
        sequences: 2,
        tokensPerSequence: 16,
        lanes: [3, 1],
        contextTokens: 513,
        seconds: 30,
      },
    );
    assert.ok(bench.peak.measured && bench.peak.value.gigaflops > 1);
    const [train, adapter, decode] = bench.speeds;
    assert.ok(train?.result.measured);
    assert.equal(train.result.value.rounds, 2);
    assert.ok(train.result.peakRssMiB > 30);
    // 4 heads of 64 on a width of 32: 4 x 32 x 256 elements of attention, 3 x 32 x 32 of the MLP, 64 x 32 of the head.
    const weights = 3 * 2 * (32_768 + 3072 + 2048) * train.result.value.median * 1e-9;
    assert.ok(Math.abs((train.gigaflops?.weights ?? NaN) - weights) < 0.01);
    assert.ok(
      Math.abs((train.shareOfPeak ?? NaN) - weights / bench.peak.value.gigaflops) < 1e-3,
      `${train.shareOfPeak}`,
    );
    assert.ok(adapter?.result.measured);
    const frozen = 2 * 2 * (32_768 + 3072 + 2048) * adapter.result.value.median * 1e-9;
    assert.ok(Math.abs((adapter.gigaflops?.weights ?? NaN) - frozen) < 0.01);
    assert.ok(decode?.result.measured === false);
    assert.match(decode.result.reason, /maxTokens 513 exceeds the 512 positions/);
    assert.ok(bench.adamW.measured);
    const lines = engineBenchLines(bench).join('\n');
    assert.match(lines, /train {3}full, 2 x 16 tokens: [\d.]+ tokens\/s/);
    assert.match(lines, /decode {2}3 lanes to 513 tokens: not measured: maxTokens 513/);
    assert.match(lines, /decode {2}1 lane to 513 tokens: not measured: maxTokens 513/);
  });

  it('ends a measurement that takes longer than it may', async () => {
    const result = await measure(
      { kind: 'decode', lanes: 256, contextTokens: 512 },
      { folder, provider: 'cpu', threads: 1, rounds: 1000 },
      { seconds: 0.2, card: null },
    );
    assert.deepEqual(result, {
      measured: false,
      reason: 'no answer within 0.2 s; it printed: nothing',
    });
  });

  it('keeps the rounds that ended when the time is nearly over', async () => {
    const result = await measure(
      { kind: 'train', trained: 'full', sequences: 8, tokensPerSequence: 64, stepsPerCall: 2 },
      { folder, provider: 'cpu', threads: 1, rounds: 1_000_000 },
      { seconds: 6, card: null },
    );
    assert.ok(result.measured && result.value.rounds > 1 && result.value.rounds < 1_000_000);
  });
});
