import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tokenLosses, type TokenTerms } from './token-losses.ts';

const terms: TokenTerms = {
  logprob: Math.log(0.3),
  old: Math.log(0.2),
  advantage: 2,
  weight: 0.5,
  low: 0.8,
  high: 1.2,
  beta: 0.1,
};

function loss(name: string, changed: Partial<TokenTerms> = {}): { loss: number; slope: number } {
  const rule = tokenLosses[name];
  assert.ok(rule);
  return rule.of({ ...terms, ...changed });
}

/** Exact but for the last digits of a double. */
function near(actual: number, expected: number, tolerance = 1e-12): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected}`);
}

describe('the losses that are served', () => {
  // The ratio is 1.5.
  it('have the values of their formulas', () => {
    near(loss('cross_entropy').loss, -0.5 * Math.log(0.3));
    near(loss('importance_sampling').loss, -0.5 * 1.5 * 2);
    near(loss('ppo').loss, -0.5 * 1.2 * 2);
    near(loss('ppo', { advantage: -2 }).loss, 0.5 * 1.5 * 2);
    near(loss('ppo', { old: Math.log(0.6) }).loss, -0.5 * 0.5 * 2);
    near(loss('ppo', { old: Math.log(0.6), advantage: -2 }).loss, 0.5 * 0.8 * 2);
    near(loss('cispo').loss, -0.5 * 1.2 * 2 * Math.log(0.3));
    near(loss('dro').loss, -0.5 * (2 * Math.log(0.3) - 0.05 * Math.log(1.5) ** 2));
  });

  it('have no slope where the bound holds them, and only there', () => {
    assert.equal(loss('ppo').slope, 0);
    assert.equal(loss('ppo', { old: Math.log(0.6), advantage: -2 }).slope, 0);
    near(loss('ppo', { advantage: -2 }).slope, 1.5);
    near(loss('cispo').slope, -0.5 * 1.2 * 2);
  });

  it('have the slope of finite differences, where no gradient is stopped', () => {
    const step = 1e-6;
    for (const name of ['cross_entropy', 'importance_sampling', 'ppo', 'dro'])
      for (const old of [0.2, 0.29, 0.6].map(Math.log))
        for (const advantage of [2, -1]) {
          const at = (logprob: number): number => loss(name, { logprob, old, advantage }).loss;
          const slope = (at(terms.logprob + step) - at(terms.logprob - step)) / (2 * step);
          near(loss(name, { old, advantage }).slope, slope, 1e-8);
        }
  });
});
