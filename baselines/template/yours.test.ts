import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { baselinesReadme } from '../../harness/baseline/baselines-readme.ts';
import { baselineContract } from '../../harness/baseline/testing/baseline-contract.ts';
import { playTrace } from '../../harness/baseline/testing/play-baseline.ts';
import { packageRoot } from '../../harness/core/package-root.ts';
import yours from './yours.ts';

baselineContract(yours, { readsGold: false, asksPolicy: true, learns: 'answer' });

describe('the template of a baseline', () => {
  it('searches for the question, then for what the policy asks', async () => {
    const { searches, outcome } = await playTrace(yours, {
      says: ['<search>Lovell</search>', '<answer> Ohio </answer>'],
    });
    assert.deepEqual(
      searches.map(({ query }) => query),
      ['Who led Apollo 13?', 'Lovell'],
    );
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Ohio' });
  });

  it('has at most 40 lines', async () => {
    const text = await readFile(join(packageRoot(), 'baselines', 'template', 'yours.ts'), 'utf8');
    assert.ok(text.trimEnd().split('\n').length <= 40);
  });

  it('stands in the page of the baselines, which is up to date', async () => {
    const page = await readFile(join(packageRoot(), 'baselines', 'README.md'), 'utf8');
    assert.equal(page, await baselinesReadme(), 'run `twinzero list --markdown > baselines/README.md`');
  });
});
