import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Preset } from '../reproduce/preset.ts';
import { curriculumSchedule } from '../search/simulator/curriculum.ts';
import { tinyConfig } from '../train/testing/tiny-run.ts';
import { presetPlot, presetSchedule, presetText } from './preset-text.ts';

const preset: Preset = {
  id: 'paper',
  title: 'as printed',
  config: tinyConfig({ steps: 4 }),
  beyond: { topP: 0.95, simulator: { retry: 'forever' } },
  deviations: ['seed: ours.'],
  sources: { adam: 'workers.py:229', 'adam.beta2': 'app. F', simulator: 'README' },
  curricula: [
    { label: 'A', curriculum: { kind: 'exponential', start: 0, end: 0.75, base: 4 } },
    { label: 'B', curriculum: { kind: 'fixed', rate: 0.5 } },
  ],
};
// Equation 1 with base 4 over four steps: (4^(i/4) - 1) / 3 * 0.75.
const rising = [0.25 * (Math.SQRT2 - 1), 0.25, 0.25 * (2 * Math.SQRT2 - 1), 0.75];

describe('the text of a preset', () => {
  it('has each value with the closest source that speaks for it', () => {
    const lines = presetText(preset).split('\n');
    for (const line of [
      'preset paper: as printed',
      '  steps: 4',
      '  adam.beta1: 0.9  [workers.py:229]',
      '  adam.beta2: 0.99  [app. F]',
      '  topP: 0.95',
      '  simulator.retry: forever  [README]',
      '  A: exponential(0,0.75,b=4)',
      '  seed: ours.',
    ])
      assert.ok(lines.includes(line), line);
    assert.equal(lines.filter((line) => line.includes('seed: ours')).length, 1);
  });

  it('plots every curriculum over the steps of the run', () => {
    const [title, first, second] = presetPlot(preset).split('\n\n');
    assert.equal(title, 'preset paper: probability of noisy documents over 4 steps');
    // Four columns: 0.10, 0.25, 0.46 and 0.75 of a scale to 0.75 in eleven parts.
    const marks = (first ?? '').split('\n').flatMap((line) => (line.includes('*') ? [line] : []));
    assert.deepEqual(marks, ['0.750 |   *', '0.477 |  *', '0.273 | *', '0.136 |*']);
    assert.match(second ?? '', /^B: fixed\(0\.5\)\nP\(noisy\)\n0\.500 \|\*{4}\n/u);
  });

  it('gives the same as numbers', () => {
    const { steps, curricula } = presetSchedule(preset);
    assert.equal(steps, 4);
    const [first, second] = curricula.map(({ schedule }) => schedule);
    assert.deepEqual(
      first?.map(({ step }) => step),
      [1, 2, 3, 4],
    );
    first?.forEach(({ noisyProbability }, i) =>
      assert.ok(Math.abs(noisyProbability - (rising[i] ?? NaN)) < 1e-12),
    );
    assert.deepEqual(second, curriculumSchedule({ kind: 'fixed', rate: 0.5 }, 4));
    assert.ok(second?.every(({ noisyProbability }) => noisyProbability === 0.5));
  });
});
