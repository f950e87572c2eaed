import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type LaneMemory, Lanes } from './lanes.ts';

/** A memory that notes the pieces it reads. */
class NotedMemory implements LaneMemory {
  readonly pieces: (readonly number[])[] = [];

  async read(tokens: readonly number[]): Promise<void> {
    this.pieces.push(tokens);
  }

  async forget(): Promise<void> {
    this.pieces.length = 0;
  }
}

/** Reads what is left of the prompt, then each of `more`; gives the pieces that the lane holds then. */
async function ask(
  lanes: Lanes<NotedMemory>,
  prompt: readonly number[],
  more: readonly number[] = [],
): Promise<readonly (readonly number[])[]> {
  return lanes.use(prompt, async (memory, rest) => {
    const read = [rest, ...more.map((token) => [token])];
    for (const piece of read) await memory.read(piece);
    return { result: [...memory.pieces], read };
  });
}

describe('Lanes', () => {
  it('go on from the longest beginning of a prompt that a lane holds', async () => {
    const lanes = new Lanes([new NotedMemory(), new NotedMemory(), new NotedMemory()]);
    await ask(lanes, [1, 2]);
    await ask(lanes, [9]);
    await ask(lanes, [9, 8], [7]);
    assert.deepEqual(await ask(lanes, [9, 8, 7, 6, 5]), [[9], [8], [7], [6, 5]]);
    assert.deepEqual(await ask(lanes, [1, 2, 3]), [[1, 2], [3]]);
    // What is held whole is no beginning: nothing would be left to read.
    assert.deepEqual(await ask(lanes, [1, 2, 3]), [[1, 2, 3]]);
  });

  it('read a sequence that lost its lane again in the same pieces', async () => {
    const memory = new NotedMemory();
    const lanes = new Lanes([memory]);
    await ask(lanes, [1, 2], [3, 4]);
    await ask(lanes, [5, 6], [7]);
    assert.deepEqual(await ask(lanes, [1, 2, 3, 4, 8, 9]), [[1, 2], [3], [4], [8, 9]]);
    assert.deepEqual(await ask(lanes, [5, 6, 7, 7]), [[5, 6], [7], [7]]);
    const forgetful = new Lanes([new NotedMemory()], { mostLost: 1 });
    for (const prompt of [[1], [2], [3]]) await ask(forgetful, prompt);
    assert.deepEqual(await ask(forgetful, [1, 1]), [[1, 1]]);
  });

  it('are waited for in turn, and come back also from work that fails', async () => {
    const lanes = new Lanes([new NotedMemory()]);
    const order: number[] = [];
    const waiting = [1, 2, 3].map((token) =>
      lanes.use([token], async (memory, rest) => {
        order.push(token);
        await memory.read(rest);
        if (token === 2) throw new Error('broken');
        return { result: [...memory.pieces], read: [rest] };
      }),
    );
    const settled = await Promise.allSettled(waiting);
    assert.deepEqual(order, [1, 2, 3]);
    assert.deepEqual(
      settled.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    // What the failed work had read is forgotten.
    assert.deepEqual(settled[2]?.status === 'fulfilled' ? settled[2].value : null, [[3]]);
    assert.deepEqual(await ask(lanes, [2, 2]), [[2, 2]]);
  });

  it('hold nothing after work that keeps nothing', async () => {
    const memory = new NotedMemory();
    const lanes = new Lanes([memory]);
    await ask(lanes, [1], [2]);
    await lanes.use([], async () => {
      assert.deepEqual(memory.pieces, []);
      await memory.read([4]);
      return { result: null, read: null };
    });
    assert.deepEqual(memory.pieces, []);
    assert.deepEqual(await ask(lanes, [1, 2, 3]), [[1], [2], [3]]);
  });
});
