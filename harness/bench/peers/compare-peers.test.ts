import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { modelShapes } from '../model-shapes.ts';
import { writeRandomFolder } from '../random-folder.ts';
import { comparePeers, type PeerOptions, peerRatio, type Round } from './compare-peers.ts';

const config = { ...modelShapes.reference, layers: 1, vocabularySize: 64, hiddenSize: 32, mlpSize: 32 };

const of = (seconds: number): Round => ({ seconds, tokens: 120 });

describe('the ratio of two sides measured in turn', () => {
  it('is that of the median speeds, with the range over the pairs', () => {
    const ratio = peerRatio('train', [
      { ours: of(1), torch: of(2) },
      { ours: of(3), torch: of(4) },
      { ours: of(2), torch: of(6) },
    ]);
    // 120, 40 and 60 tokens a second against 60, 30 and 20.
    assert.deepEqual(ratio.ours, { median: 60, slowest: 40, fastest: 120, rounds: 3 });
    assert.deepEqual(ratio.torch, { median: 30, slowest: 20, fastest: 60, rounds: 3 });
    assert.equal(ratio.ratio, 2);
    assert.deepEqual(ratio.range, [1.333, 3]);
  });
});

// The other side is a program that keeps to the protocol: PyTorch is never needed by the tests.
describe('the comparison with a peer', function () {
  this.timeout(60_000);
  let folder: string;
  let options: PeerOptions;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-peers-test-'));
    await writeRandomFolder(folder, config);
    const work = { sequences: 2, tokens: 16, lanes: 3, context: 20, threads: 1, processes: 2, rounds: 2 };
    options = { ...work, folder, python: join(folder, 'python') };
  });
  after(() => rm(folder, { recursive: true }));

  const peer = async (lines: string): Promise<void> => {
    await writeFile(options.python, `#!${process.execPath}\n${lines}`);
    await chmod(options.python, 0o755);
  };

  it('measures the engine and the peer, as many processes as asked for', async () => {
    await peer(`console.log(JSON.stringify({ versions: { torch: 'none' } }));
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) =>
        console.log(JSON.stringify({ seconds: 0.5, tokens: JSON.parse(line).do === 'train' ? 32 : 30 })));`);
    const comparison = await comparePeers(options);
    assert.ok('ratios' in comparison);
    assert.equal(comparison.versions['torch'], 'none');
    assert.equal(comparison.versions['node'], process.versions.node);
    const [train, decode] = comparison.ratios;
    // Two processes with 32 tokens each in half a second.
    assert.deepEqual(train?.torch, { median: 128, slowest: 128, fastest: 128, rounds: 2 });
    assert.deepEqual(decode?.torch, { median: 120, slowest: 120, fastest: 120, rounds: 2 });
    assert.ok(train.ours.median > 100 && decode.ours.median > 100);
    assert.ok(Math.abs(train.ratio - train.ours.median / 128) < 1e-3);
  });

  it('is skipped with the reason where the peer is not installed', async () => {
    await peer(`console.log(JSON.stringify({ skipped: 'No module named torch' }));`);
    assert.deepEqual(await comparePeers(options), { skipped: 'No module named torch' });
    const missing = await comparePeers({ ...options, python: join(folder, 'nowhere') });
    assert.ok('skipped' in missing);
    assert.match(missing.skipped, /ENOENT/);
  });

  it('fails with what the peer printed when it breaks, and leaves no process behind', async () => {
    await peer(`console.log(JSON.stringify({ versions: { torch: 'none' } }));
      process.stdin.once('data', () => { console.error('out of luck'); process.exit(1); });`);
    await assert.rejects(comparePeers(options), /the answer of .*python: nothing where JSON.*out of luck/);
  });
});
