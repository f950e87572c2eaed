import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Claim, type ClaimResult, type ClaimVerdict, notComparable } from './claim.ts';
import { judgeClaims, verdictText, withHolm } from './judge-claims.ts';

function claimOf(
  id: string,
  standing: Claim['standing'],
  { verdict, p }: { readonly verdict: ClaimVerdict; readonly p: number | null },
): Claim {
  const result: ClaimResult = { ...notComparable('why'), verdict, p };
  return {
    id,
    standing,
    statement: 'It helps.',
    paper: 'table 1',
    fixedOn: '2026-11-26',
    known: 'nothing',
    delta: { value: 0.05, unit: 'share' },
    rule: 'rule',
    commonRules: [],
    evaluate: () => result,
  };
}

const first = claimOf('first', 'primary', { verdict: 'reproduced', p: 0.03 });
const second = claimOf('second', 'primary', { verdict: 'non-inferior', p: 0.02 });
const third = claimOf('third', 'exploratory', { verdict: 'opposite', p: 0.04 });
const fourth = claimOf('fourth', 'exploratory', { verdict: 'no difference', p: 0.5 });
const results = { runs: [], sanity: [] };
const verdicts = (...claims: readonly Claim[]): string[] => judgeClaims(claims, results).map(verdictText);

describe('claims on one page', () => {
  it('are adjusted by Holm, primary and exploratory ones apart', () => {
    const adjusted = judgeClaims([first, second, third, fourth], results).map(({ adjusted: p }) => p);
    assert.deepEqual(adjusted, [0.04, 0.04, 0.08, 0.5]);
  });

  it('keep a primary verdict only after Holm, and an exploratory one under its name', () => {
    const late = claimOf('late', 'primary', { verdict: 'inferior', p: 0.04 });
    assert.deepEqual(verdicts(first, third, fourth), [
      'reproduced',
      'exploratory: opposite',
      'exploratory: no difference of 5 points',
    ]);
    assert.deepEqual(verdicts(first, late), ['cannot tell', 'cannot tell']);
    const [, judged] = judgeClaims([first, late], results);
    assert.equal(judged?.result.reason, 'inferior alone, but p 0.0600 after Holm over the primary claims');
  });

  it('are judged again from what they are alone where pages are put together', () => {
    const apart = [
      ...judgeClaims([first], results),
      ...judgeClaims([claimOf('x', 'primary', { verdict: 'opposite', p: 0.045 })], results),
    ];
    assert.deepEqual(apart.map(verdictText), ['reproduced', 'opposite']);
    assert.deepEqual(withHolm(apart).map(verdictText), ['cannot tell', 'cannot tell']);
    assert.deepEqual(
      withHolm(withHolm(apart)).map(({ adjusted }) => adjusted),
      [0.06, 0.06],
    );
  });

  it('without a test are in no family', () => {
    const open = claimOf('open', 'primary', { verdict: 'not comparable', p: null });
    assert.deepEqual(
      judgeClaims([open, first], results).map(({ adjusted }) => adjusted),
      [null, 0.03],
    );
  });
});
