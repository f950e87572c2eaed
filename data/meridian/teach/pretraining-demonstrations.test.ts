import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DemonstrationTurn } from '../../../harness/core/episode.ts';
import { pretrainingDemonstrations, type PretrainingOptions } from './pretraining-demonstrations.ts';

const options = { seed: 5, perStep: 120, stepsPerWorld: 5, noiseRate: 0.1, oracleShare: 0.4 };

function shown(change: Partial<PretrainingOptions> = {}): Promise<DemonstrationTurn[][]> {
  return pretrainingDemonstrations({ ...options, ...change })(0);
}

function policyTurns(turns: readonly DemonstrationTurn[]): DemonstrationTurn[] {
  return turns.filter(({ role }) => role === 'policy');
}

/** Documents of each observation: the lines that are long enough. */
function shownDocuments(turns: readonly DemonstrationTurn[]): number[] {
  return turns
    .filter(({ role }) => role === 'observation')
    .map(({ text }) => text.split('\n').filter((line) => line.length > 40).length);
}

describe('pretrainingDemonstrations', function () {
  this.timeout(30_000);

  it('are repeatable for a seed', async () => {
    assert.deepEqual(await shown(), await shown());
    assert.notDeepEqual(await shown({ seed: 6 }), await shown());
  });

  it('teach in a reading lesson the answer alone, however impatient the teacher', async () => {
    const impatient = { teacher: { skipSearch: 1 }, oracleShare: 0 };
    const lessons = await shown({ ...impatient, readingShare: 1 });
    const farther = lessons.filter((turns) => policyTurns(turns).length === 3).length;
    // Half of 120 and 28 % of the rest: 77; four standard deviations are 21.
    assert.ok(Math.abs(farther - 77) < 21, `${farther} of ${lessons.length} read two chunks`);
    for (const turns of lessons) {
      const policy = policyTurns(turns);
      assert.deepEqual(
        policy.map(({ weight }) => weight),
        policy.map((_, i) => (i < policy.length - 1 ? 0 : undefined)),
      );
      assert.match(policy.at(-1)?.text ?? '', /, match<\/think>\n<answer> [^<>]+<\/answer>$/);
    }
    for (const turns of await shown(impatient))
      assert.deepEqual([turns.length, turns[1]?.weight], [2, undefined]);
  });

  it('show as many documents a search as they are asked for, the needed one among them', async () => {
    for (const turns of await shown({ readingShare: 1, documents: 3 })) {
      assert.ok(shownDocuments(turns).every((count) => count === 3));
      assert.match(policyTurns(turns).at(-1)?.text ?? '', /, match<\/think>/);
    }
    assert.ok((await shown({ readingShare: 1 })).flatMap(shownDocuments).every((count) => count === 1));
  });

  it('give as many reading lessons as their share', async () => {
    const half = await shown({ readingShare: 0.5, oracleShare: 0 });
    const lessons = half.filter((turns) => turns.some(({ weight }) => weight === 0)).length;
    // Four standard deviations of half of 120.
    assert.ok(Math.abs(lessons - 60) < 22, `${lessons} of ${half.length}`);
    assert.ok((await shown()).flat().every(({ weight }) => weight === undefined));
  });
});
