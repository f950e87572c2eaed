import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { searchR1Protocol } from './inline-protocol.ts';
import { withoutSearch } from './without-search.ts';

const protocol = withoutSearch(searchR1Protocol(), 'nothing to search');

describe('a protocol without search', () => {
  it('answers a search with the correction and lets an answer pass', () => {
    const context = { cutShort: null, final: false };
    assert.deepEqual(protocol.parse('<search> pump leak </search>', context), {
      kind: 'invalid',
      correction: 'nothing to search',
    });
    assert.deepEqual(protocol.parse('<answer> Beckvar </answer>', context), {
      kind: 'answer',
      answer: 'Beckvar',
    });
  });
  it('ends in the final generation, where nobody reads a correction', () => {
    assert.deepEqual(protocol.parse('<search> pump </search>', { cutShort: null, final: true }), {
      kind: 'end',
      reason: 'no-action',
    });
  });
});
