import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ValueDatum } from '../../critic.ts';
import { valueLesson, valueLossOutput } from './value-lesson.ts';

/** One trained state of the first sequence, three of the second, of which the first sequence's other state is not. */
const data: readonly ValueDatum[] = [
  { tokens: [1, 2, 3], weights: [0, 1], returns: [NaN, 1], oldValues: [NaN, 0] },
  { tokens: [4, 5, 6, 7], weights: [1, 1, 1], returns: [2, 0, 1], oldValues: [0, 0.5, 1] },
];
const values = [
  [9, 0.8],
  [0.5, 0.1, 1],
];

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

describe('the loss of values', () => {
  it('is the clipped half mean square over the trained states', () => {
    // Errors, free and within 0.2 of the old value: (0.2, 0.8), (1.5, 1.8), (0.1, 0.3), (0, 0); the larger counts.
    const { loss, clipFraction } = valueLossOutput(data, values, { clip: 0.2 });
    assert.ok(Math.abs(loss - (0.64 + 3.24 + 0.09 + 0) / 8) < 1e-12, `${loss}`);
    assert.equal(clipFraction, 3 / 4);
    // Within 1 of the old value nothing is clipped.
    const wide = valueLossOutput(data, values, { clip: 1 });
    assert.ok(Math.abs(wide.loss - (0.04 + 2.25 + 0.01) / 8) < 1e-12, `${wide.loss}`);
    assert.equal(wide.clipFraction, 0);
  });

  it('counts a state as often as it weighs', () => {
    const [, second] = data;
    assert.ok(second);
    const weighed = [{ ...second, weights: [3, 1, 0] }];
    const { loss } = valueLossOutput(weighed, values.slice(1), { clip: 1 });
    assert.ok(Math.abs(loss - (3 * 2.25 + 0.01) / 8) < 1e-12, `${loss}`);
  });

  for (const reduction of ['token-sum', 'sequence-mean'] as const)
    it(`is what a server of reduction ${reduction} computes of its lesson, times the scale`, () => {
      for (const clip of [0.2, 1]) {
        const { lesson, scale } = valueLesson(data, { clip }, reduction);
        assert.deepEqual(lesson.config, { value_clip: clip });
        const sums = lesson.data.map(({ loss_fn_inputs: inputs }, d) => {
          const of = (name: string): readonly number[] => inputs[name]?.data ?? [];
          const weighed = of('weights').map((weight, i) => {
            const [value, old, wanted] = [
              values[d]?.[i] ?? NaN,
              of('values')[i] ?? NaN,
              of('returns')[i] ?? NaN,
            ];
            const bounded = old + Math.max(Math.min(value - old, clip), -clip);
            return weight * Math.max((value - wanted) ** 2, (bounded - wanted) ** 2);
          });
          // SkyRL's masked mean of one sequence (`torch_utils.py:180 @a956457`).
          return reduction === 'token-sum' ? sum(weighed) : sum(weighed) / Math.max(sum(of('weights')), 1);
        });
        const total = sums.reduce((all, one) => all + one, 0);
        const server = 0.5 * (reduction === 'token-sum' ? total : total / sums.length);
        const { loss } = valueLossOutput(data, values, { clip });
        assert.ok(Math.abs(server * scale - loss) < 1e-12, `${server} x ${scale} for ${loss}`);
      }
    });

  it('is 0 of sequences in which nothing was trained', () => {
    const none = data.map((one) => ({ ...one, weights: one.weights.map(() => 0) }));
    assert.deepEqual(valueLossOutput(none, values, { clip: 0.2 }), { loss: 0, clipFraction: 0 });
    const { lesson, scale } = valueLesson(none, { clip: 0.2 }, 'sequence-mean');
    assert.deepEqual(lesson.data[0]?.loss_fn_inputs['weights']?.data, [0, 0]);
    assert.equal(scale, 1);
  });
});
