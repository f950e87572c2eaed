import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { findReproduction } from './find-reproductions.ts';
import type { Plan } from './plan.ts';
import { inTurn } from './reproduce.ts';
import type { Reproduction } from './reproduction.ts';
import type { JobOutcome } from './run-job.ts';

describe('reproducing in turn', () => {
  let reproduction: Reproduction;
  before(async () => {
    reproduction = await findReproduction('rezero');
  });

  function plan(folder: string): Plan {
    const place = { provider: 'cpu', threads: 1 } as const;
    return {
      reproduction,
      request: { profile: 'smoke', results: '', resume: false, jobs: 1, place },
      folder,
      runs: [],
    };
  }

  /** The outcome of reproductions that end with `outcomes`, and which of them were begun. */
  async function run(...outcomes: JobOutcome[]): Promise<[outcome: JobOutcome, begun: string[]]> {
    const begun: string[] = [];
    const plans = outcomes.map((_, place) => plan(String(place)));
    const outcome = await inTurn(plans, async ({ folder }) => {
      begun.push(folder);
      return outcomes[Number(folder)] ?? 'complete';
    });
    return [outcome, begun];
  }

  it('goes on after an incomplete result and stops after an interruption', async () => {
    assert.deepEqual(await run('complete', 'complete'), ['complete', ['0', '1']]);
    assert.deepEqual(await run('incomplete', 'complete'), ['incomplete', ['0', '1']]);
    assert.deepEqual(await run('complete', 'incomplete'), ['incomplete', ['0', '1']]);
    assert.deepEqual(await run('interrupted', 'complete'), ['interrupted', ['0']]);
    assert.deepEqual(await run('incomplete', 'interrupted', 'complete'), ['interrupted', ['0', '1']]);
  });

  it('begins one when the one before has ended, and none after one that failed', async () => {
    const begun: string[] = [];
    let open = 0;
    const reproduce = async ({ folder }: Plan): Promise<JobOutcome> => {
      begun.push(folder);
      open += 1;
      assert.equal(open, 1);
      await Promise.resolve();
      open -= 1;
      if (folder === 'b') throw new Error('broken');
      return 'complete';
    };
    await assert.rejects(inTurn(['a', 'b', 'c'].map(plan), reproduce), /broken/u);
    assert.deepEqual(begun, ['a', 'b']);
  });
});
