import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { askedConfig } from '../harness/baseline/testing/asked-config.ts';
import { playTrace } from '../harness/baseline/testing/play-baseline.ts';
import meridian from './benches/meridian.ts';
import zerosearch from './zerosearch.ts';

describe('ZeroSearch', () => {
  it('is played against the real search', async () => {
    const { searches } = await playTrace(zerosearch, {
      says: ['<search>crew</search>', '<answer>Lovell</answer>'],
      finds: { crew: ['Lovell led it.'] },
    });
    assert.deepEqual(
      searches.map(({ backend, query }) => [backend, query]),
      [['written', 'crew']],
    );
  });

  it('trains against a simulator whose noise rises to the end that is set', async () => {
    const { search, trainingSearch } = await askedConfig(zerosearch, meridian.config, { noiseEnd: 0.25 });
    assert.deepEqual(search, { kind: 'bm25' });
    assert.ok(trainingSearch?.kind === 'curriculum');
    assert.deepEqual(trainingSearch.curriculum, { kind: 'exponential', start: 0, end: 0.25, base: 4 });
    assert.match(JSON.stringify(trainingSearch.of), /"kind":"simulator".*simulator-l/u);
  });
});
