import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { reportCommand } from './report.ts';

describe('twinzero report', () => {
  it('fails where there is nothing to report or to check: a check of nothing must not pass', async () => {
    const results = await mkdtemp(join(tmpdir(), 'twinzero-report-'));
    try {
      for (const flags of [[], ['--check']])
        await assert.rejects(reportCommand().parseAsync(['--results', results, ...flags], { from: 'user' }), {
          kind: 'data',
          message: /no results of profile default/,
        });
    } finally {
      await rm(results, { recursive: true });
    }
  });

  it('all: names both papers as missing where nothing was run, and checks its page', async () => {
    const results = await mkdtemp(join(tmpdir(), 'twinzero-report-'));
    const run = async (...flags: string[]): Promise<unknown> => {
      await reportCommand().parseAsync(['all', '--results', results, ...flags], { from: 'user' });
      const code = process.exitCode ?? 0;
      process.exitCode = 0;
      return code;
    };
    try {
      // A check of nothing must not pass.
      assert.equal(await run('--check'), 1);
      assert.equal(await run(), 0);
      assert.equal(await run('--check'), 0);
      const page = await readFile(join(results, 'README.md'), 'utf8');
      assert.match(page, /MISSING RESULT\. ReZero has no results of profile default yet/u);
      assert.match(page, /MISSING RESULT\. ZeroSearch .* `twinzero reproduce zerosearch --profile default`/u);
    } finally {
      process.exitCode = 0;
      await rm(results, { recursive: true });
    }
  });
});
