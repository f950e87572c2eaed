import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inTurn, type ReproductionExit } from './fork-train.ts';

/** The exit code of reproductions that end with `codes`, and which of them were begun. */
async function run(...codes: ReproductionExit[]): Promise<[exit: number, begun: number[]]> {
  const begun: number[] = [];
  const exit = await inTurn([...codes.keys()], async (place) => {
    begun.push(place);
    return codes[place] ?? 0;
  });
  return [exit, begun];
}

describe('reproducing in turn', () => {
  it('goes on after an incomplete result and stops after an interruption', async () => {
    assert.deepEqual(await run(0, 0), [0, [0, 1]]);
    assert.deepEqual(await run(4, 0), [4, [0, 1]]);
    assert.deepEqual(await run(0, 4), [4, [0, 1]]);
    assert.deepEqual(await run(130, 0), [130, [0]]);
    assert.deepEqual(await run(4, 130, 0), [130, [0, 1]]);
  });

  it('begins one when the one before has ended, and none after one that failed', async () => {
    const begun: string[] = [];
    let open = 0;
    const reproduce = async (name: string): Promise<ReproductionExit> => {
      begun.push(name);
      open += 1;
      assert.equal(open, 1);
      await Promise.resolve();
      open -= 1;
      if (name === 'b') throw new Error('broken');
      return 0;
    };
    await assert.rejects(inTurn(['a', 'b', 'c'], reproduce), /broken/u);
    assert.deepEqual(begun, ['a', 'b']);
  });
});
