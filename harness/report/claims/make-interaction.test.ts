import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { fixtureRun } from '../testing/report-fixture.ts';
import { claimMeasures } from './claim-quantity.ts';
import type { ClaimResult } from './claim.ts';
import { makeInteraction } from './make-interaction.ts';

const claim = makeInteraction({
  id: 'more-here',
  statement: 'It helps more here.',
  paper: 'none',
  fixedOn: '2026-11-26',
  known: 'no run',
  standing: 'exploratory',
  measure: claimMeasures.accuracy,
  step: 'last third',
  delta: 0.1,
  larger: { treatment: 'a', control: 'b' },
  smaller: { treatment: 'c', control: 'd' },
});

/** Five seeds of 64 questions, so many of them right at the end, one less under every second seed. */
function runsOf(right: Readonly<Record<string, number>>, seeds = [1, 2, 3, 4, 5]): Run[] {
  return Object.entries(right).flatMap(([arm, count]) =>
    seeds.map((seed) => {
      const letters = '1'.repeat(count - (seed % 2)).padEnd(64, '0');
      return fixtureRun({ arm, seed, heldOut: { 0: '0'.repeat(64), 20: letters } });
    }),
  );
}

const judge = (runs: readonly Run[]): ClaimResult => claim.evaluate({ runs, sanity: [] });

describe('a claim about a difference of differences', () => {
  it('is the one less the other, over the questions of both', () => {
    // (48 - 16) / 64 against (40 - 24) / 64: 50 against 25 points, and 25 more.
    const found = judge(runsOf({ a: 48, b: 16, c: 40, d: 24 }));
    assert.deepEqual([found.verdict, found.effect?.estimate], ['reproduced', 0.25]);
    assert.match(
      found.measured,
      /^\+50\.0 points against \+25\.0 points: \+25\.0 points \[\+\d.*\], 64 questions x 5 seeds, by seed \+25\.0, /u,
    );
    assert.equal(judge(runsOf({ a: 40, b: 24, c: 48, d: 16 })).verdict, 'opposite');
  });

  it('is none where both differences are alike, however large', () => {
    const { verdict, effect } = judge(runsOf({ a: 60, b: 20, c: 60, d: 20 }));
    assert.deepEqual([verdict, effect?.estimate], ['no difference', 0]);
  });

  it('leaves out a question that failed in any of the four arms', () => {
    const runs = runsOf({ a: 48, b: 16, c: 40, d: 24 });
    const spoiled = runs.map((run) =>
      run.info.arm === 'd'
        ? fixtureRun({
            arm: 'd',
            seed: run.info.seed,
            // The first 24 questions, all of which it had right, failed.
            heldOut: { 0: '0'.repeat(64), 20: 'x'.repeat(24).padEnd(64, '0') },
          })
        : run,
    );
    // Of the other 40 questions 24 and 0, and 16 and 0, are right: 60 against 40 points.
    const { effect, questions } = judge(spoiled);
    assert.equal(questions, 40);
    assert.ok(Math.abs((effect?.estimate ?? 0) - 0.2) < 0.01);
  });

  it('cannot be judged without one of the arms, with other seeds, or where nothing acted', () => {
    const four = { a: 48, b: 16, c: 40, d: 24 };
    const { d: _, ...three } = four;
    assert.equal(judge(runsOf(three)).reason, 'd had no run');
    const [first, second] = [runsOf({ a: 48, b: 16 }), runsOf({ c: 40, d: 24 }, [1, 2, 3])];
    assert.equal(judge([...first, ...second]).reason, 'the two differences were run with different seeds');
    assert.equal(
      judge(runsOf({ a: 48, b: 48, c: 40, d: 40 })).reason,
      'no arm left other runs than its control',
    );
  });

  it('says so in its rule, and asks the controls for a simple difference', () => {
    assert.equal(
      claim.rule,
      'Compared: held-out accuracy averaged over the evaluations of the last third of the steps, paired by question and seed; its difference of a against b minus its difference of c against d. δ: 10 points.',
    );
    const runs = runsOf({ best: 48, base: 16 });
    const asked = claim.difference?.between({ treatment: 'best', control: 'base' }, { runs, sanity: [] });
    assert.deepEqual([asked?.verdict, asked?.effect?.estimate], ['reproduced', 0.5]);
  });
});
