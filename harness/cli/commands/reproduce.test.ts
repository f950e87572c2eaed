import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { publishedResults } from '../../core/result-folders.ts';
import { identityOf } from '../../run/process-identity.ts';
import { reproduceCommand } from './reproduce.ts';
import { trainCommand } from './train.ts';

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

  it('and train leave the published results alone where they are not asked to publish', async () => {
    const refused = { kind: 'configuration', message: /give --publish to replace them/u };
    const args = ['rezero', '--results', publishedResults()];
    await assert.rejects(reproduceCommand().parseAsync(args, { from: 'user' }), refused);
    await assert.rejects(trainCommand().parseAsync([...args, '--arm', 'rezero'], { from: 'user' }), refused);
  });

  it('takes a policy for a bench that teaches nobody, and flags of a bench for no paper', async () => {
    const policy = ['--policy', 'gguf:/nowhere.gguf'];
    for (const [args, message] of [
      [['baselines', ...policy], /^--policy is for a bench whose policy follows instructions, and meridian/u],
      [
        ['rezero', '--policy-key', 'KEY'],
        /^--policy-key belongs to `reproduce baselines`, and rezero has its own; leave it out$/u,
      ],
      [['all', '--bench', 'apollo13'], /^--bench belongs to `reproduce baselines`/u],
    ] as const)
      await assert.rejects(
        reproduceCommand().parseAsync([...args, '--results', '/nowhere'], { from: 'user' }),
        {
          kind: 'configuration',
          message,
        },
      );
  });

  it('leaves a folder alone while a run below it lives, and no run starts below one that is being made', async () => {
    const results = await mkdtemp(join(tmpdir(), 'twinzero-reproduce-'));
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      await once(other, 'spawn');
      const identity = JSON.stringify(identityOf(other.pid ?? 0));
      const folder = join(results, 'rezero', 'smoke');
      const run = join(folder, 'runs', 'rezero-s1');
      await mkdir(run, { recursive: true });
      const place = ['rezero', '--profile', 'smoke', '--results', results];
      const refused = (path: string): object => ({
        kind: 'configuration',
        message: new RegExp(`^process ${other.pid} is writing into ${path}; wait for it or end it`),
      });

      await writeFile(`${run}.lock`, identity);
      for (const flags of [[], ['--resume']])
        await assert.rejects(
          reproduceCommand().parseAsync([...place, ...flags], { from: 'user' }),
          refused(run),
        );
      assert.deepEqual(readdirSync(join(results, 'rezero')), ['smoke']);
      assert.deepEqual(readdirSync(join(folder, 'runs')), ['rezero-s1', 'rezero-s1.lock']);

      await rm(`${run}.lock`);
      await writeFile(`${folder}.lock`, identity);
      await assert.rejects(
        trainCommand().parseAsync([...place, '--arm', 'rezero'], { from: 'user' }),
        refused(folder),
      );
      assert.deepEqual(readdirSync(join(folder, 'runs')), ['rezero-s1']);
      assert.deepEqual(readdirSync(run), []);
    } finally {
      other.kill('SIGKILL');
      await rm(results, { recursive: true });
    }
  });
});
