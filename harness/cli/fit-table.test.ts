import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fitTable } from './fit-table.ts';

const rows = [
  ['Policy', 'Accuracy, last third', 'Searches'],
  ['rezero', '47.3 %', '1.20'],
  ['no-retry', '45.0 %', '1.05'],
];

describe('fitTable', () => {
  it('is one line a row where there is no width to keep to', () => {
    assert.deepEqual(fitTable(rows, null), {
      lines: [
        'Policy    Accuracy, last third  Searches',
        'rezero    47.3 %                1.20',
        'no-retry  45.0 %                1.05',
      ],
      dropped: [],
    });
  });

  it('wraps headings to their widest cell, so that 29 characters hold three columns', () => {
    assert.deepEqual(fitTable(rows, 29), {
      lines: [
        'Policy    Accuracy,  Searches',
        '          last',
        '          third',
        'rezero    47.3 %     1.20',
        'no-retry  45.0 %     1.05',
      ],
      dropped: [],
    });
  });

  it('wraps a long name, and leaves the cells beside its other lines empty', () => {
    const named = [...rows, ['Negative control: placebo', '54.7 %', '1.1']];
    assert.deepEqual(fitTable(named, 40).lines.slice(-2), ['Negative control:  54.7 %     1.1', 'placebo']);
  });

  it('drops columns from the right, names them, and keeps the first in any width', () => {
    const narrower = fitTable(rows, 28);
    assert.deepEqual(narrower.dropped, ['Searches']);
    assert.equal(narrower.lines[3], 'rezero    47.3 %');
    assert.deepEqual(fitTable(rows, 3), {
      lines: ['Policy', 'rezero', 'no-retry'],
      dropped: ['Accuracy, last third', 'Searches'],
    });
    for (const width of [8, 19, 28, 29, 80])
      for (const line of fitTable(rows, width).lines) assert.ok(line.length <= width, `${width}: ${line}`);
  });
});
