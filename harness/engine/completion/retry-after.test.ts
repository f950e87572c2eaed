import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { retryAfterMs } from './retry-after.ts';

const asks = (fields: Readonly<Record<string, string>>): number | null => retryAfterMs(new Headers(fields));
const date = 'Sun, 06 Nov 1994 08:49:37 GMT';

describe('Retry-After', () => {
  it('is a number of seconds', () => {
    assert.equal(asks({ 'retry-after': '120' }), 120_000);
    assert.equal(asks({ 'retry-after': ' 0 ' }), 0);
    assert.equal(asks({ 'retry-after': '2', date }), 2000);
  });

  it("is a date, from the answer's own", () => {
    assert.equal(asks({ date, 'retry-after': 'Sun, 06 Nov 1994 08:50:37 GMT' }), 60_000);
    assert.equal(asks({ date, 'retry-after': date }), 0);
    assert.equal(asks({ date, 'retry-after': 'Sat, 05 Nov 1994 08:49:37 GMT' }), 0);
  });

  it("is a date, from this machine's time where the answer has none", () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    const pause = asks({ 'retry-after': inAMinute }) ?? Number.NaN;
    // A date has whole seconds.
    assert.ok(pause > 58_000 && pause <= 60_000, `${pause}`);
    assert.equal(asks({ 'retry-after': date }), 0);
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'soon',
      '-1',
      '1.5',
      '1e3',
      '0x10',
      '1994-11-06T08:49:37Z',
      'Sun Nov  6 08:49:37 1994',
    ])
      assert.equal(asks({ 'retry-after': text, date }), null, text);
    assert.equal(asks({}), null);
    assert.equal(asks({ date, 'retry-after': 'Sun, 99 Nov 1994 08:49:37 GMT' }), null);
  });
});
