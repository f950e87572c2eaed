import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { meridianFolder } from '../meridian-files.ts';
import { generateCommand, verifyCommand } from './data-command.ts';

describe('twinzero data generate meridian', () => {
  it('writes the shipped files again, byte for byte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meridian-'));
    try {
      const printed = await run(generateCommand(), '--to', folder);
      for (const name of [
        'chunks.jsonl',
        'questions.jsonl',
        'split.json',
        'manifest.json',
        'extended.json',
      ]) {
        assert.ok(printed.includes(join(folder, name)));
        assert.equal(
          await readFile(join(folder, name), 'utf8'),
          await readFile(join(meridianFolder(), name), 'utf8'),
        );
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('does not put another world in the place of the shipped one', async () => {
    await assertError(run(generateCommand(), '--seed', '5'), 'configuration', /give a folder with --to/);
  });
});

describe('twinzero data verify meridian', function () {
  // Five worlds are measured each time.
  this.timeout(20_000);

  it('prints figures and checks of the shipped world', async () => {
    assert.match(await run(verifyCommand()), /\| held-out \| 64 \|[^]*\| passed \|/);
    const json = JSON.parse(await run(verifyCommand(), '--json')) as { readonly topK: number };
    assert.equal(json.topK, 1);
  });

  it('is an error of kind data when a check fails', async () => {
    await assertError(run(verifyCommand(), '--top-k', '20'), 'data', /fails "the question verbatim/);
  });
});

async function run(command: Command, ...args: string[]): Promise<string> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => void lines.push(line);
  try {
    await command.exitOverride().parseAsync(args, { from: 'user' });
  } finally {
    console.log = log;
  }
  return lines.join('\n');
}

function assertError(promise: Promise<string>, kind: string, message: RegExp): Promise<void> {
  return assert.rejects(
    promise,
    (error) => error instanceof TwinZeroError && error.kind === kind && message.test(error.message),
  );
}
