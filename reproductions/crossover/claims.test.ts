import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ClaimResult, ClaimVerdict } from '../../harness/report/claims/claim.ts';
import { fixtureRun } from '../../harness/report/testing/report-fixture.ts';
import type { Run } from '../../harness/run/read-run.ts';
import { crossoverClaims } from './claims.ts';

const claims = crossoverClaims();

/** Three seeds of each arm; step 20 alone is in the last third, so that what is held out at step 10 must not matter. */
function runsOf(letters: Readonly<Record<string, string>>): Run[] {
  return Object.entries(letters).flatMap(([arm, late]) =>
    [1, 2, 3].map((seed) =>
      fixtureRun({
        arm,
        seed,
        dev: { 0: '00', 10: '11', 20: '10' },
        heldOut: { 0: none, 10: right, 20: late },
      }),
    ),
  );
}

function judge(id: string, runs: readonly Run[]): ClaimResult {
  const claim = claims.find((one) => one.id === id);
  assert.ok(claim !== undefined, id);
  return claim.evaluate({ runs, sanity: [] });
}

const verdicts = (runs: readonly Run[]): Record<string, ClaimVerdict> =>
  Object.fromEntries(claims.map(({ id }) => [id, judge(id, runs).verdict]));

// Letters of `outcomesOf`: r right and m wrong after a first search that missed, 1 right after one that hit.
const right = '1'.repeat(32);
const none = 'm'.repeat(32);
const retried = 'r'.repeat(32);
const half = 'rm'.repeat(16);
/** One question less than `half`. */
const almost = `mm${'rm'.repeat(15)}`;

describe("the crossover's claims", () => {
  it('are each judged on their own two arms', () => {
    assert.deepEqual(
      verdicts(runsOf({ real: half, 'real-retry': almost, simulator: none, 'simulator-retry': retried })),
      {
        'recovery-under-simulator': 'reproduced',
        'recovery-under-real-search': 'cannot tell',
        'accuracy-under-simulator': 'reproduced',
      },
    );
    assert.deepEqual(
      verdicts(runsOf({ real: none, 'real-retry': half, simulator: retried, 'simulator-retry': half })),
      {
        'recovery-under-simulator': 'opposite',
        'recovery-under-real-search': 'reproduced',
        'accuracy-under-simulator': 'opposite',
      },
    );
  });

  it('measure recovery over missed first searches only', () => {
    // 20 misses a seed, a quarter of them against all of them recovered; the hits are all right in both.
    const few = `${'r'.repeat(5)}${'m'.repeat(15)}${'1'.repeat(12)}`;
    const all = `${'r'.repeat(20)}${'1'.repeat(12)}`;
    const { measured, questions, verdict } = judge(
      'recovery-under-simulator',
      runsOf({ simulator: few, 'simulator-retry': all }),
    );
    assert.deepEqual([verdict, questions], ['reproduced', 20]);
    assert.match(
      measured,
      /^100\.0 % against 25\.0 %: \+75\.0 points \[.*, 20 questions x 3 seeds, by seed /u,
    );
    // Accuracy counts the hits, too: 32 of 32 against 17 of 32.
    const { measured: accuracy } = judge(
      'accuracy-under-simulator',
      runsOf({ simulator: few, 'simulator-retry': all }),
    );
    assert.match(accuracy, /^100\.0 % against 53\.1 %: \+46\.9 points/u);
  });

  it('ask for twenty missed first searches in each arm, and for three seeds', () => {
    const few = `${'r'.repeat(6)}${'1'.repeat(26)}`;
    const lacking = judge(
      'recovery-under-real-search',
      runsOf({ real: few, 'real-retry': `m${few.slice(1)}` }),
    );
    assert.equal(lacking.verdict, 'not comparable');
    assert.match(lacking.reason, /only 18 of at least 20/u);
    const one = runsOf({ simulator: none, 'simulator-retry': retried }).filter(({ info }) => info.seed === 1);
    assert.deepEqual(new Set(Object.values(verdicts(one))), new Set(['not comparable']));
  });

  it('have a date, a rule with both arms, and no number of a paper', () => {
    for (const { fixedOn, rule, paper, id, standing } of claims) {
      assert.equal(fixedOn, '2026-11-27', id);
      assert.match(
        rule,
        /; (?:simulator-retry minus simulator|real-retry minus real)\. δ: (?:5|15) points\.$/u,
      );
      assert.equal(standing, 'exploratory');
      assert.match(paper, /no number published/u);
    }
    const { reason } = judge(
      'accuracy-under-simulator',
      runsOf({ simulator: none, 'simulator-retry': retried }),
    );
    assert.equal(reason, 'the interval lies above 0');
  });
});
