import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { closeAll, ifOpened, openParts, openWhole } from './open-whole.ts';

const fail = (name: string): Promise<never> => Promise.reject(new Error(name));

describe('closeAll', () => {
  it('closes everything in order, and throws the first failure at the end', async () => {
    const closed: string[] = [];
    const closers = [
      () => closed.push('a'),
      () => fail('b'),
      async () => closed.push('c'),
      () => fail('d'),
      () => closed.push('e'),
    ];
    await assert.rejects(closeAll(closers), { message: 'b' });
    assert.deepEqual(closed, ['a', 'c', 'e']);
    await closeAll([]);
  });
});

describe('openWhole', () => {
  it('gives what was opened and closes nothing of it', async () => {
    const value = await openWhole(async (opened) => {
      opened(() => assert.fail('closed'));
      return 7;
    });
    assert.equal(value, 7);
  });

  it('closes the opened parts, newest first, when a later one fails, and throws its failure', async () => {
    const closed: string[] = [];
    const opening = openWhole(async (opened) => {
      opened(() => closed.push('first'));
      opened(() => fail('cannot close'));
      opened(() => closed.push('third'));
      return fail('cannot open');
    });
    await assert.rejects(opening, { message: 'cannot open' });
    assert.deepEqual(closed, ['third', 'first']);
  });
});

/** A part that says when it is closed; the one called `stuck` fails at it. */
async function part(name: string, closed: string[]): Promise<{ name: string; close(): Promise<void> }> {
  return {
    name,
    close: async () => {
      closed.push(name);
      if (name === 'stuck') throw new Error('cannot close');
    },
  };
}

describe('openParts', () => {
  it('closes every part, newest first, once, and throws the first failure at the end', async () => {
    const closed: string[] = [];
    let rows = 0;
    const whole = await openParts(async (keep) => {
      const first = await keep(part('first', closed));
      await keep(part('stuck', closed));
      await keep(part('third', closed));
      return {
        name: first.name,
        get rows(): number {
          return rows;
        },
      };
    });
    rows = 3;
    assert.deepEqual([whole.name, whole.rows, closed], ['first', 3, []]);
    await assert.rejects(whole.close(), { message: 'cannot close' });
    assert.deepEqual(closed, ['third', 'stuck', 'first']);
    await whole.close();
    assert.equal(closed.length, 3);
  });

  it('closes what it kept when a later part does not open', async () => {
    const closed: string[] = [];
    const opening = openParts(async (keep) => {
      await keep(part('first', closed));
      await keep(part('second', closed));
      return { last: await keep(fail('cannot open')) };
    });
    await assert.rejects(opening, { message: 'cannot open' });
    assert.deepEqual(closed, ['second', 'first']);
  });
});

describe('ifOpened', () => {
  it('is null for what never opened', async () => {
    assert.equal(await ifOpened(null), null);
    assert.equal(await ifOpened(fail('broken')), null);
    assert.equal(await ifOpened(Promise.resolve(3)), 3);
  });
});
