import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { comparedBytes } from './compared-bytes.ts';

describe('a stored file held against the one made now', () => {
  it('agrees when every byte does, and is otherwise told by its first line', () => {
    assert.equal(compared('a\nb\nc\n', 'a\nb\nc\n'), null);
    assert.equal(compared('a\nb\nc\n', 'a\nB\nc\n'), 2);
    assert.equal(compared('a\nb\nc\n', 'a\nb\n'), 3);
    assert.equal(compared('a\nb\n', 'a\nb\nc\n'), 3);
    assert.equal(compared('', 'a\n'), 1);
  });

  it('is asked for the beginning alone where the run was made in part', () => {
    assert.equal(compared('a\nb\nc\n', 'a\nb\n', false), null);
    assert.equal(compared('a\nb\nc\n', 'a\nX\n', false), 2);
    assert.equal(compared('a\nb\n', 'a\nb\nc\n', false), 3);
    assert.deepEqual(comparedBytes('x', Buffer.from('abcd'), { now: Buffer.from('ab'), whole: false }), {
      name: 'x',
      bytes: 2,
      line: null,
    });
  });
});

function compared(stored: string, now: string, whole = true): number | null {
  return comparedBytes('metrics.csv', Buffer.from(stored), { now: Buffer.from(now), whole }).line;
}
