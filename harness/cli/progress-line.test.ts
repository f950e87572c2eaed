import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { progressLine } from './progress-line.ts';

const run = { name: 'rezero seed 1', step: 50, steps: 200, reward: '2.35', accuracy: '47.3 %' };

describe('progressLine', () => {
  it('shows all where there is room, with a bar of at most 40', () => {
    const line = `rezero seed 1 |${'#'.repeat(10)}${'-'.repeat(30)}| step  50/200  reward 2.35  held-out 47.3 %`;
    assert.equal(progressLine(run, 200), line);
    assert.equal(progressLine(run, line.length), line);
  });

  it('fits any width: first a shorter bar, then less beside it, never less than the step', () => {
    assert.equal(
      progressLine(run, 80),
      `rezero seed 1 |${'#'.repeat(5)}${'-'.repeat(16)}| step  50/200  reward 2.35  held-out 47.3 %`,
    );
    assert.equal(progressLine(run, 60), 'rezero seed 1 |#####-------------| step  50/200  reward 2.35');
    assert.equal(progressLine(run, 30), 'rezero seed 1 step  50/200');
    assert.equal(progressLine(run, 14), '1 step  50/200');
    for (let width = 12; width < 120; width += 1) {
      const line = progressLine(run, width);
      assert.ok(line.length <= width && line.includes('step  50/2'), `${width}: ${line}`);
    }
  });
});
