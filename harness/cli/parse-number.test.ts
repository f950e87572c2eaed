import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  parseCount,
  parseCounts,
  parseNames,
  parseSeed,
  parseSeeds,
  parseTemperature,
} from './parse-number.ts';

const noWholeNumber = ['', ' ', '-1', '1.5', '1e3', '0x1', 'one', '1,2', '9007199254740993', 'Infinity'];

describe('seeds on the command line', () => {
  it('are whole numbers from 0', () => {
    assert.deepEqual(parseSeeds('1,2, 30'), [1, 2, 30]);
    assert.deepEqual(parseSeeds('0'), [0]);
    assert.equal(parseSeed('0'), 0);
    assert.equal(parseSeed(' 12'), 12);
  });

  it('are refused where one is missing, negative, fractional or too large to be exact', () => {
    for (const text of noWholeNumber)
      assert.throws(() => parseSeed(text), /give a whole number from 0\./, text);
    for (const text of ['1,', ',1', '1,,2', ...noWholeNumber.filter((each) => each !== '1,2')])
      assert.throws(() => parseSeeds(text), /whole numbers/, text);
  });

  it('are refused twice: two runs would share a folder', () => {
    assert.throws(() => parseSeeds('1,2,1'), /each seed once/);
    assert.throws(() => parseSeeds('1,01'), /each seed once/);
  });
});

describe('counts on the command line', () => {
  it('are whole numbers from 1, as seeds are written', () => {
    assert.equal(parseCount('16'), 16);
    assert.deepEqual(parseCounts('1, 16,64'), [1, 16, 64]);
    for (const text of ['', '1,', '0,1', '1,two'])
      assert.throws(() => parseCounts(text), /give a whole number from 1/, text);
    for (const text of ['0', ...noWholeNumber])
      assert.throws(() => parseCount(text), /give a whole number from 1\./, text);
  });
});

describe('names on the command line', () => {
  it('are parted by commas, each once', () => {
    assert.deepEqual(parseNames('rezero, three-reward'), ['rezero', 'three-reward']);
    assert.throws(() => parseNames('rezero,rezero'), /give each name once/);
    assert.throws(() => parseNames('rezero,three-reward, rezero'), /give each name once/);
    for (const text of ['', 'rezero,', ',rezero', 'a,,b'])
      assert.throws(() => parseNames(text), /names separated/);
  });
});

describe('a temperature on the command line', () => {
  it('is a number from 0', () => {
    for (const [text, value] of [
      ['0', 0],
      ['0.7', 0.7],
      ['.5', 0.5],
      ['1e-3', 0.001],
    ] as const)
      assert.equal(parseTemperature(text), value);
    for (const text of ['', ' ', '-1', '1e400', 'NaN', 'Infinity', '0x1', '1,5', '.', '1.2.3'])
      assert.throws(() => parseTemperature(text), /give a number from 0/, text);
  });
});
