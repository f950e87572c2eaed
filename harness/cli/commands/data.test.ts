import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { dataCommand } from './data.ts';

describe('twinzero data', () => {
  it('verify apollo13 says in one sentence which file is missing and how to get it', async () => {
    await assert.rejects(
      (await dataCommand()).parseAsync(['verify', 'apollo13', '--folder', '/nowhere'], { from: 'user' }),
      (error) =>
        error instanceof TwinZeroError &&
        error.kind === 'data' &&
        /^cannot read \/nowhere\/chunks\.csv: .*; run `twinzero data fetch apollo13`/.test(error.message),
    );
  });
  it('fetch apollo13 says which file a folder lacks', async () => {
    const to = ['--to', '/nowhere/files', '--from', '/nowhere'];
    await assert.rejects(
      (await dataCommand()).parseAsync(['fetch', 'apollo13', ...to], { from: 'user' }),
      /cannot take \/nowhere\/chunks\.csv/,
    );
  });
});
