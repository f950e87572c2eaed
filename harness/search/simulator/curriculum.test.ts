import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { readCsv } from '../../data/read-csv.ts';
import {
  type Curriculum,
  curriculumPlot,
  curriculumSchema,
  curriculumText,
  noisyProbability,
} from './curriculum.ts';

/**
 * Computed from ZeroSearch section 3.4, equation 1, outside this repository, to 12 decimals; `setting` says where the
 * ends are from: the paper's appendix F or the README of the authors' repository.
 */
const valuesPath = fileURLToPath(new URL('curriculum-values.csv', import.meta.url));
const number = z.string().transform(Number);
const row = z.object({
  p_s: number,
  p_e: number,
  base: number,
  total_steps: number,
  step: number,
  p_noisy_4dp: z.string(),
  p_noisy: z.string(),
});

const paper7b: Curriculum = { kind: 'exponential', start: 0, end: 0.75, base: 4 };

function refuses(curriculum: Curriculum, message: RegExp): void {
  assert.throws(
    () => noisyProbability(curriculum, { step: 1, steps: 10 }),
    (error) =>
      error instanceof TwinZeroError && error.kind === 'configuration' && message.test(error.message),
  );
  assert.equal(curriculumSchema.safeParse(curriculum).success, false);
}

describe('noisyProbability', () => {
  it('has the forty values computed elsewhere, to their last decimal', async () => {
    const rows = await readCsv(valuesPath, row);
    assert.equal(rows.length, 40);
    for (const { value, at } of rows) {
      const curriculum = { kind: 'exponential', start: value.p_s, end: value.p_e, base: value.base } as const;
      const p = noisyProbability(curriculum, { step: value.step, steps: value.total_steps });
      assert.equal(p.toFixed(12), value.p_noisy, at);
      assert.equal(p.toFixed(4), value.p_noisy_4dp, at);
    }
  });

  it('starts at the start, is (sqrt 4 - 1) / 3 of the way at half time, and stays at the end', () => {
    const values = [0, 100, 200, 201].map((step) => noisyProbability(paper7b, { step, steps: 200 }));
    assert.deepEqual(values, [0, 0.25, 0.75, 0.75]);
  });

  it('takes a base below 1, which changes early, and an end below the start', () => {
    const early = { kind: 'exponential', start: 0, end: 0.75, base: 0.25 } as const;
    assert.equal(noisyProbability(early, { step: 1, steps: 2 }), 0.5);
    const falling = { kind: 'exponential', start: 0.75, end: 0, base: 4 } as const;
    assert.equal(noisyProbability(falling, { step: 1, steps: 2 }), 0.5);
  });

  it('runs backwards when reversed, which is not the exponential with its ends exchanged', () => {
    const reversed = { ...paper7b, kind: 'reversed' } as const;
    const at = (step: number): number => noisyProbability(reversed, { step, steps: 2 });
    assert.deepEqual([at(0), at(1), at(2), at(3)], [0.75, 0.25, 0, 0]);
    const swapped = noisyProbability({ ...paper7b, start: 0.75, end: 0 }, { step: 1, steps: 2 });
    assert.equal(swapped, 0.5);
  });

  it('is the rate when fixed and 0 without a curriculum', () => {
    for (const step of [1, 100, 203]) {
      assert.equal(noisyProbability({ kind: 'fixed', rate: 0.5 }, { step, steps: 203 }), 0.5);
      assert.equal(noisyProbability({ kind: 'none' }, { step, steps: 203 }), 0);
    }
  });

  it('refuses bases without a curve and what is no probability, as the schema of configurations does', () => {
    for (const base of [1, 0, -4, Number.NaN, Number.POSITIVE_INFINITY])
      refuses({ ...paper7b, base }, /base of the curriculum is .*must be above 0 and not 1/);
    refuses({ ...paper7b, start: -0.1 }, /start of the curriculum is -0\.1/);
    refuses({ ...paper7b, kind: 'reversed', end: 1.1 }, /end of the curriculum is 1\.1/);
    refuses({ kind: 'fixed', rate: Number.NaN }, /fixed probability of noisy documents is NaN/);
  });
});

describe('curriculumSchema', () => {
  it('takes every kind and no field of another', () => {
    const all: Curriculum[] = [
      paper7b,
      { ...paper7b, kind: 'reversed' },
      { kind: 'fixed', rate: 0.5 },
      { kind: 'none' },
    ];
    for (const curriculum of all) assert.deepEqual(curriculumSchema.parse(curriculum), curriculum);
    assert.equal(curriculumSchema.safeParse({ kind: 'none', rate: 0.5 }).success, false);
    assert.equal(curriculumSchema.safeParse({ kind: 'exponential', start: 0, end: 1 }).success, false);
    assert.equal(curriculumSchema.safeParse({ kind: 'linear', start: 0, end: 1 }).success, false);
  });
});

describe('curriculumText', () => {
  it('tells curricula apart', () => {
    assert.equal(curriculumText(paper7b), 'exponential(0,0.75,b=4)');
    assert.equal(curriculumText({ ...paper7b, kind: 'reversed' }), 'reversed(0,0.75,b=4)');
    assert.equal(curriculumText({ kind: 'fixed', rate: 0.5 }), 'fixed(0.5)');
    assert.equal(curriculumText({ kind: 'none' }), 'none');
  });
});

describe('curriculumPlot', () => {
  it('marks each step in the row of its value, under the scale of the highest', () => {
    // Of the way up after 1 to 4 of 4 steps: (4^(i/4) - 1) / 3 = 0.138, 0.333, 0.609, 1; in elevenths 2, 4, 7, 11.
    const plot = curriculumPlot({ kind: 'exponential', start: 0, end: 0.55, base: 4 }, 4);
    assert.equal(
      plot,
      `P(noisy)
0.550 |   *
0.500 |
0.450 |
0.400 |
0.350 |  *
0.300 |
0.250 |
0.200 | *
0.150 |
0.100 |*
0.050 |
0.000 |
      +----
       1  4 step`,
    );
  });

  it('has 12 rows and at most 60 columns, one mark in each', () => {
    const plot = curriculumPlot(paper7b, 203);
    assert.equal(plot.split('\n').length, 15);
    assert.ok(plot.split('\n').every((line) => line.length <= 72));
    const columns = marksOf(plot).flatMap((line) =>
      line.split('').flatMap((mark, at) => (mark === '*' ? [at] : [])),
    );
    assert.deepEqual(
      columns.sort((one, other) => one - other),
      Array.from({ length: 60 }, (_, at) => at),
    );
    assert.match(plot, /\n {7}1 {56}203 step$/);
  });

  it('draws a line for what does not move: at the top, and at 0 without noise', () => {
    const fixed = marksOf(curriculumPlot({ kind: 'fixed', rate: 0.5 }, 5));
    assert.deepEqual([fixed[0], fixed[11]], ['*****', '']);
    const none = curriculumPlot({ kind: 'none' }, 5);
    assert.deepEqual([marksOf(none)[0], marksOf(none)[11]], ['', '*****']);
    assert.match(none, /\n1\.000 \|\n/);
    assert.match(curriculumPlot({ kind: 'none' }, 1), /\n {7}1 step$/);
  });
});

/** What stands right of the axis, in the 12 rows. */
function marksOf(plot: string): string[] {
  return plot
    .split('\n')
    .slice(1, 13)
    .map((line) => line.slice(7));
}
