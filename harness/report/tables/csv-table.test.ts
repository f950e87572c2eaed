import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import { csvTable } from './csv-table.ts';

const cells = (...given: string[]): string[] | undefined =>
  parse(csvTable(given.map(String), [given]), { from_line: 2 }).at(0);

describe('a table as CSV', () => {
  it('has no cell that a spreadsheet would run', () => {
    assert.deepEqual(cells('=cmd|"/c calc"!A1', '+1+1', '-2+3', '@SUM(A1)', '\t=1+1', '\r=1', '＝1+1', '-'), [
      '\'=cmd|"/c calc"!A1',
      "'+1+1",
      "'-2+3",
      "'@SUM(A1)",
      "'\t=1+1",
      "'\r=1",
      "'＝1+1",
      "'-",
    ]);
  });

  it('keeps numbers and words, and quotes what would end a cell', () => {
    const given = ['-0.25', '+3', '-1e-7', 'a-b', 'x = y', '', 'a,b', 'say "x"', 'two\nlines'];
    assert.deepEqual(cells(...given), given);
  });

  it('escapes its header, too', () => {
    assert.equal(csvTable(['=a', 'b'], []), "'=a,b\n");
  });
});
