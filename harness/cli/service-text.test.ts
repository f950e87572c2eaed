import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { webService } from '../search/index.ts';
import { describeService, serviceText } from './service-text.ts';

describe('the description of a search of the web', () => {
  it('says what it needs and costs, and where the price is from', () => {
    const lines = serviceText(describeService(webService({ kind: 'serpapi' }))).split('\n');
    assert.deepEqual(lines.slice(0, 3), [
      'serpapi: Google, through SerpAPI',
      '  needs SERPAPI_API_KEY and --search-budget',
      '  documentation: https://serpapi.com/search-api',
    ]);
    assert.match(
      lines[3] ?? '',
      /^ {2}0\.0092 US dollars a search \(data\/prices\.json, 2026-05\): Plan of 30,000/u,
    );
  });
  it('says so where it costs nothing', () => {
    assert.match(
      serviceText(describeService(webService({ kind: 'wikipedia' }))),
      /needs no key\n.*\n {2}costs nothing/u,
    );
  });
});
