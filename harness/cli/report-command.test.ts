import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { reportCommand } from './report-command.ts';

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
});
