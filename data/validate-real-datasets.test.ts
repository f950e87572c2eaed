import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { validateDataset } from '../harness/evaluate/validate-dataset.ts';
import { loadApollo13 } from './apollo13/load-apollo13.ts';
import { apollo13TestFolder } from './apollo13/testing/apollo13-test-folder.ts';
import { loadMeridian } from './meridian/load-meridian.ts';

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
