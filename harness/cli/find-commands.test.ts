import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commandsFor } from './find-commands.ts';

/** In the order of the help. */
const every =
  'reproduce train evaluate rollout episodes watch compare report publish assay rescore score validate list describe doctor data models index retriever pretrain simulator serve conformance logprobs bench'.split(
    ' ',
  );

async function names(...args: string[]): Promise<string[]> {
  return (await commandsFor(args)).map((command) => command.name());
}

describe('the commands', () => {
  it('are found by their files, and in the data sets, in the order of the help', async () => {
    for (const args of [[], ['--help'], ['help', 'train'], ['evalaute'], ['-x', 'train']])
      assert.deepEqual(await names(...args), every, args.join(' '));
  });

  it('of a command line are the one it names, so that no other is read', async () => {
    for (const flag of ['--version', '-V']) assert.deepEqual(await names(flag), []);
    for (const name of every) assert.deepEqual(await names(name, '--help'), [name]);
  });
});
