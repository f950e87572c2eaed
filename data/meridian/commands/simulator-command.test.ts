import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { simulatorPlaces } from './simulator-command.ts';

describe('twinzero simulator train', () => {
  it('keeps the searches of each simulator in its own folder, and its writer beside it', () => {
    for (const to of ['models/simulator-s', 'models/simulator-s/'])
      assert.deepEqual(simulatorPlaces(to), {
        writer: 'models/simulator-s-writer',
        pairs: 'models/simulator-s/simulator-pairs.jsonl',
      });
    assert.equal(simulatorPlaces('simulator-m').pairs, 'simulator-m/simulator-pairs.jsonl');
  });
});
