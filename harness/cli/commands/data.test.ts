import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../../core/package-root.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { dataCommand } from './data.ts';

const tables = join(packageRoot(), 'test', 'fixtures', 'tables');

describe('twinzero data', () => {
  it('check prints a sentence a fault and fails, and refuses a folder beside files', async () => {
    const files = ['--corpus', join(tables, 'questions.jsonl'), '--questions', join(tables, 'questions.csv')];
    const printed: unknown[] = [];
    const { log } = console;
    console.log = (text: unknown) => void printed.push(text);
    try {
      await assert.rejects((await dataCommand()).parseAsync(['check', ...files], { from: 'user' }), {
        kind: 'data',
        message: '4 faults; mend the lines above',
      });
    } finally {
      console.log = log;
    }
    assert.deepEqual(
      printed,
      [1, 2, 3, 4].map(
        (line) => `${join(tables, 'questions.jsonl')}:${line}: no text; give "text" or "contents"`,
      ),
    );
    for (const args of [['check'], ['check', tables, ...files]])
      await assert.rejects(
        (await dataCommand()).parseAsync(args, { from: 'user' }),
        /give a folder, or --corpus FILE/,
      );
  });

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
