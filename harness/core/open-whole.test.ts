import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { closeAll, ifOpened, openWhole } from './open-whole.ts';

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

describe('ifOpened', () => {
  it('is null for what never opened', async () => {
    assert.equal(await ifOpened(null), null);
    assert.equal(await ifOpened(fail('broken')), null);
    assert.equal(await ifOpened(Promise.resolve(3)), 3);
  });
});
