import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseSeed, parseSeeds } from './parse-number.ts';

describe('seeds on the command line', () => {
  it('are whole numbers from 0', () => {
    assert.deepEqual(parseSeeds('1,2, 30'), [1, 2, 30]);
    assert.deepEqual(parseSeeds('0'), [0]);
    assert.equal(parseSeed('0'), 0);
  });

  it('are refused where one is missing, negative, fractional or too large to be exact', () => {
    for (const text of ['', '1,', ',1', '1,,2', '-1', '1.5', '1e3', '0x1', 'one', '9007199254740993'])
      assert.throws(() => parseSeeds(text), /whole numbers/, text);
    for (const text of ['', '-1', '1.5', '1,2']) assert.throws(() => parseSeed(text), /whole number/, text);
  });

  it('are refused twice: two runs would share a folder', () => {
    assert.throws(() => parseSeeds('1,2,1'), /each seed once/);
    assert.throws(() => parseSeeds('1,01'), /each seed once/);
  });
});
