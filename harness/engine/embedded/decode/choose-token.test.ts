import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import { chooseToken, topTokens } from './choose-token.ts';

/** The middle row of three; the numbers around it belong to other lanes. */
const row = {
  probabilities: Float32Array.of(1, 1, 1, 1, 1, 0.125, 0.5, 0, 0.125, 0.25, 1, 1, 1, 1, 1),
  offset: 5,
  size: 5,
};

/** How often each token is drawn in 4,000 draws, as a share. */
function shares(params: Parameters<typeof chooseToken>[1]): number[] {
  const draws = Random.seeded(2);
  const counts = [0, 0, 0, 0, 0];
  for (let i = 0; i < 4000; i += 1) {
    const { token } = chooseToken(row, params, draws.uniform());
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts.map((count) => count / 4000);
}

function assertShares(actual: readonly number[], expected: readonly number[]): void {
  // The standard error of a share of 4,000 draws is at most 0.008.
  actual.forEach((share, token) =>
    assert.ok(Math.abs(share - (expected[token] ?? NaN)) < 0.03, actual.join(' ')),
  );
}

function greedy(allowed?: readonly number[]): number {
  return chooseToken(row, { ...(allowed !== undefined && { allowed }) }, -1).token;
}

describe('chooseToken', () => {
  it('takes the most probable token where it is not to draw, the lowest of equals, and only allowed ones', () => {
    assert.equal(greedy(), 1);
    assert.equal(greedy([4, 3, 0]), 4);
    assert.equal(greedy([3, 0]), 0);
    assert.equal(greedy([2]), 2);
  });

  it('draws allowed tokens in proportion, top-k and top-p among them', () => {
    assertShares(shares({}), [0.125, 0.5, 0, 0.125, 0.25]);
    assertShares(shares({ allowed: [4, 0, 3] }), [0.25, 0, 0, 0.25, 0.5]);
    assertShares(shares({ allowed: [0, 3, 4], topK: 2 }), [1 / 3, 0, 0, 0, 2 / 3]);
    assertShares(shares({ allowed: [0, 3, 4], topP: 0.5 }), [0, 0, 0, 0, 1]);
    assertShares(shares({ allowed: [0, 0, 4] }), [1 / 3, 0, 0, 0, 2 / 3]);
  });

  it('stays with what is allowed where all of it has probability 0', () => {
    assert.deepEqual(chooseToken(row, { allowed: [2] }, 0.5), { token: 2, probability: 0 });
  });

  it('draws among all tokens at top-k 0', () => {
    assertShares(shares({ topK: 0 }), [0.125, 0.5, 0, 0.125, 0.25]);
    assertShares(shares({ topK: 0, topP: 0.7 }), [0, 2 / 3, 0, 0, 1 / 3]);
  });

  const broken = { probabilities: Float32Array.of(0.5, NaN, NaN, NaN), offset: 1, size: 3 };
  for (const params of [{}, { topK: 2 }, { topP: 0.5 }, { allowed: [1, 2] }])
    for (const uniform of [-1, 0, 0.7])
      it(`gives no probability among what is no number, with ${JSON.stringify(params)} and draw ${uniform}`, () => {
        assert.ok(Number.isNaN(chooseToken(broken, params, uniform).probability));
      });

  it('tells the probability over the whole vocabulary', () => {
    assert.deepEqual(chooseToken(row, { allowed: [4] }, 0.5), { token: 4, probability: 0.25 });
  });
});

describe('topTokens', () => {
  it('gives the most probable of its row, the lower id first on ties, and no more than there are', () => {
    const top = (count: number): [number, number][] =>
      topTokens(row, count).map(({ token, logprob }) => [token, logprob]);
    assert.deepEqual(top(1), [[1, Math.log(0.5)]]);
    assert.deepEqual(top(3), [
      [1, Math.log(0.5)],
      [4, Math.log(0.25)],
      [0, Math.log(0.125)],
    ]);
    assert.deepEqual(
      topTokens(row, 9).map(({ token }) => token),
      [1, 4, 0, 3, 2],
    );
  });
});
