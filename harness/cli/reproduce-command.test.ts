import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { reproduceCommand } from './reproduce-command.ts';

describe('twinzero reproduce', () => {
  it('refuses arms where it reproduces all, before it touches anything', async () => {
    const results = await mkdtemp(join(tmpdir(), 'twinzero-reproduce-'));
    try {
      const args = ['all', '--profile', 'smoke', '--results', results, '--arms', 'real'];
      await assert.rejects(reproduceCommand().parseAsync(args, { from: 'user' }), {
        kind: 'configuration',
        message: /--arms names arms of one reproduction; .* one of rezero, zerosearch$/u,
      });
      assert.ok(!existsSync(join(results, 'rezero')));
    } finally {
      await rm(results, { recursive: true });
    }
  });
});
