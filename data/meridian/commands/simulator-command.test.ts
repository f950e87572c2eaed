import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { InvalidArgumentError } from 'commander';
import { simulatorWidths } from '../policies/simulator-recipe.ts';
import { parseWidth, simulatorPlaces } from './simulator-command.ts';

describe('twinzero simulator train', () => {
  it('keeps the searches of each simulator in its own folder, and its writer beside it', () => {
    for (const to of ['models/simulator-s', 'models/simulator-s/'])
      assert.deepEqual(simulatorPlaces(to), {
        writer: 'models/simulator-s-writer',
        pairs: 'models/simulator-s/simulator-pairs.jsonl',
      });
    assert.equal(simulatorPlaces('simulator-m').pairs, 'simulator-m/simulator-pairs.jsonl');
  });

  it('takes a size by its name or by its width', () => {
    assert.deepEqual(['s', 'm', 'l'].map(parseWidth), Object.values(simulatorWidths));
    assert.equal(parseWidth('72'), 72);
    for (const wrong of ['xl', '70', '0', '-8', '72.5', 'toString'])
      assert.throws(() => parseWidth(wrong), InvalidArgumentError, wrong);
  });
});
