import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { apollo13TestFolder } from '../data/apollo13/apollo13-test-folder.ts';
import { loadApollo13 } from '../data/apollo13/load-apollo13.ts';
import { loadMeridian } from '../data/meridian/load-meridian.ts';
import { validateDataset } from './validate-dataset.ts';

describe('validation of Meridian', () => {
  it('finds no fault in the shipped archive', async () => {
    const { questions, faults } = await validateDataset(await loadMeridian());
    assert.deepEqual([questions, faults], [682, []]);
  });
});

const folder = apollo13TestFolder();
const title = folder === null ? ' (skipped: `twinzero data fetch apollo13` has not been run)' : '';

describe(`validation of Apollo 13${title}`, () => {
  before(function () {
    if (folder === null) this.skip();
  });
  it('finds no fault in the fetched files', async () => {
    const { questions, faults } = await validateDataset(await loadApollo13({ folder: folder ?? '' }));
    assert.deepEqual([questions, faults], [318, []]);
  });
});
