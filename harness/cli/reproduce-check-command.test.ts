import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import { findCheck } from '../reproduce/check/find-checks.ts';
import { parseModelForm } from './model-form.ts';
import {
  type CheckFlags,
  reproduceCheck,
  requireNoCheckFlags,
  withCheckFlags,
} from './reproduce-check-command.ts';

/** The flags of a check, as a command line gives them. */
function parsed(...line: readonly string[]): CheckFlags {
  const command = withCheckFlags(new Command('reproduce'))
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(line, { from: 'user' }).opts();
}

/** Plans the check of the released models under some flags. */
async function planned(flags: CheckFlags, policy?: string): Promise<void> {
  const check = await findCheck('released');
  assert.ok(check !== null);
  const results = join(packageRoot(), 'results');
  const played = policy === undefined ? {} : { policy: parseModelForm(policy) };
  const common = {
    provider: 'cpu',
    threads: 1,
    profile: 'default',
    results,
    searchStore: results,
    dryRun: true,
  } as const;
  await reproduceCheck(check, { ...common, ...played, ...flags } as Parameters<typeof reproduceCheck>[1]);
}

describe('the flags of a check of released models', () => {
  it('name a model and its revision, and an encoder with the way to use it', () => {
    assert.deepEqual(parsed('--policy-is', 'rezero-v0.1@4f2c@1').policyIs, {
      model: 'rezero-v0.1',
      revision: '4f2c@1',
    });
    const { encoder } = parsed('--encoder', 'dense:/models/x#e5');
    assert.deepEqual(encoder?.queries, { prefix: 'query: ', pooling: 'mean' });
    for (const line of [
      ['--policy-is', 'rezero-v0.1'],
      ['--policy-is', '@4f2c'],
      ['--encoder', 'bm25'],
    ])
      assert.throws(() => parsed(...line), { code: 'commander.invalidArgument' });
  });

  it('are refused without what they belong to, and beside what they contradict', async () => {
    const server = 'openai:http://127.0.0.1:1/v1#m';
    for (const [flags, policy, message] of [
      [{ policyName: 'x' }, undefined, /^--policy-name belongs to --policy/u],
      [parsed('--policy-is', 'rezero-v0.1@1'), undefined, /^--policy-is belongs to --policy/u],
      [{ ...parsed('--policy-is', 'rezero-v0.1@1'), policyName: 'x' }, server, /leave one of them out$/u],
      [
        parsed('--policy-is', 'rezero@1'),
        server,
        /^no arm that is checked here is played by the model "rezero"/u,
      ],
      [{ encoderName: 'x' }, undefined, /^--encoder-name belongs to --encoder/u],
    ] as const)
      await assert.rejects(planned(flags, policy), { kind: 'configuration', message });
  });

  it('are refused for what trains', () => {
    for (const line of [
      ['--policy-is', 'a@b'],
      ['--encoder', 'dense:x'],
      ['--encoder-name', 'x'],
    ])
      assert.throws(() => requireNoCheckFlags('rezero', parsed(...line)), {
        kind: 'configuration',
        message: new RegExp(`^${line[0]} belongs to a check of released models, and rezero is none`, 'u'),
      });
  });
});
