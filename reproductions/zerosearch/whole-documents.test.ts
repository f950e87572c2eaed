import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { wholeDocuments } from '../../harness/search/simulator/chat-generator.ts';
import { compactFormat } from '../../harness/search/simulator/compact-format.ts';
import { paperFormat } from './simulator-format.ts';

describe('the whole documents of a text that broke off', () => {
  it('leave out the one that was being written', () => {
    assert.deepEqual(wholeDocuments('Doc 1: One.\nDoc 2: Tw', paperFormat, 5), ['One.']);
    assert.deepEqual(wholeDocuments('Doc 1: One.\nDoc 2:', paperFormat, 5), ['One.']);
    assert.deepEqual(wholeDocuments('Doc 1: One.\nDoc 2: Two.\nDo', paperFormat, 5), ['One.']);
    assert.deepEqual(wholeDocuments('One.\nTw', compactFormat, 5), ['One.']);
    assert.deepEqual(wholeDocuments('One.\n', compactFormat, 5), ['One.']);
  });
  it('are all that were asked for when more had begun', () => {
    assert.deepEqual(wholeDocuments('Doc 1: One.\nDoc 2: Tw', paperFormat, 1), ['One.']);
    assert.deepEqual(wholeDocuments('One.\nTwo.\nTh', compactFormat, 2), ['One.', 'Two.']);
  });
  it('are none of a text that broke off in the first, before it or outside the format', () => {
    for (const text of ['Doc 1: On', 'Doc 1:', 'Sure, he', ''])
      assert.deepEqual(wholeDocuments(text, paperFormat, 5), []);
    assert.deepEqual(wholeDocuments('On', compactFormat, 5), []);
  });
});
