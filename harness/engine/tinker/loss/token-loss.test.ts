import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Loss } from '../../loss.ts';
import { tokenLoss } from './token-loss.ts';

const plain = { reduction: 'token-mean', temperature: 1, klCoefficient: 0 } as const;
const losses: Readonly<Record<string, Loss>> = {
  'cross-entropy': { kind: 'cross_entropy', reduction: 'token-mean' },
  'importance sampling': { kind: 'importance_sampling', ...plain },
  'a clipped ratio': { kind: 'ppo', clipLow: 0.2, clipHigh: 0.3, ...plain },
  'a ratio with a dual clip': { kind: 'ppo', clipLow: 0.2, clipHigh: 0.3, dualClip: 2, ...plain },
  'a KL term': { kind: 'importance_sampling', ...plain, klCoefficient: 0.5 },
  'a KL term with the ratio': {
    kind: 'ppo',
    clipLow: 0.2,
    clipHigh: 0.3,
    ...plain,
    klCoefficient: 0.5,
    klCorrection: 'importance-ratio',
  },
};

describe('the loss of a token', () => {
  for (const [name, loss] of Object.entries(losses))
    it(`has the slope of its value: ${name}`, () => {
      for (const [old, advantage] of [
        [-1, 1],
        [-1, -1],
        [-0.4, 2],
        [-2, 2],
        [-2, -2],
        [-0.4, -2],
      ] as const) {
        const at = (logprob: number): ReturnType<typeof tokenLoss> =>
          tokenLoss(loss, { logprob, old, advantage, reference: -1.3 });
        const step = 1e-6;
        const wanted = (at(-1.1 + step).value - at(-1.1 - step).value) / (2 * step);
        assert.ok(Math.abs(at(-1.1).slope - wanted) < 1e-6, `${at(-1.1).slope} for ${wanted}`);
      }
    });

  it('is clipped where the ratio leaves its bounds to the better, and there alone', () => {
    const loss = { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2, ...plain } as const;
    const at = (ratio: number, advantage: number): boolean =>
      tokenLoss(loss, { logprob: Math.log(ratio) - 2, old: -2, advantage, reference: NaN }).clipped;
    assert.deepEqual(
      [at(1.3, 1), at(1.3, -1), at(0.7, 1), at(0.7, -1), at(1.1, 1)],
      [true, false, false, true, false],
    );
  });

  it('has a dual clip: what a negative advantage costs ends at its ratio, and nothing else does', () => {
    const loss = { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2, dualClip: 3, ...plain } as const;
    const at = (ratio: number, advantage: number): readonly [number, number, boolean] => {
      const terms = { logprob: Math.log(ratio) - 2, old: -2, advantage, reference: NaN };
      const { value, slope, clipped } = tokenLoss(loss, terms);
      return [Number(value.toFixed(9)), Number(slope.toFixed(9)), clipped];
    };
    assert.deepEqual(at(2.9, -0.5), [1.45, 1.45, false]);
    assert.deepEqual(at(3.1, -0.5), [1.5, 0, true]);
    assert.deepEqual(at(50, -0.5), [1.5, 0, true]);
    assert.deepEqual(at(3.1, 0.5), [-0.6, 0, true]);
    assert.deepEqual(at(0.5, -0.5), [0.4, 0, true]);
  });

  it('has the gradient of the entropy in the mean over samples', () => {
    // Two tokens of probability p and 1 - p: dH/dz of the logit is -p (1 - p) (log p - log (1 - p)).
    const p = 0.7;
    const loss = { kind: 'importance_sampling', ...plain, entropyCoefficient: 1 } as const;
    const slope = (logprob: number): number =>
      tokenLoss(loss, { logprob, old: logprob, advantage: 0, reference: NaN }).slope;
    const byLogit = p * slope(Math.log(p)) * (1 - p) + (1 - p) * slope(Math.log(1 - p)) * -p;
    const entropySlope = -p * (1 - p) * (Math.log(p) - Math.log(1 - p));
    assert.ok(Math.abs(byLogit - -entropySlope) < 1e-12);
    assert.equal(tokenLoss(loss, { logprob: -0.3, old: -0.3, advantage: 0, reference: NaN }).entropy, 0.3);
  });
});
