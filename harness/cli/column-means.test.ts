import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ColumnMeans } from './column-means.ts';

describe('ColumnMeans', () => {
  it('leaves a missing cell out of its column and says how many rows it is of', () => {
    const means = new ColumnMeans(3);
    for (const row of [
      [1, 4, null],
      [0, null, null],
      [0, 2, null],
    ])
      means.add(row);
    assert.deepEqual(
      means.lines().map((line) => line.trim().split(/ {2,}/u)),
      [
        ['mean', '0.3333', '3', '-'],
        ['of rows', '3', '2', '0'],
      ],
    );
  });
});
