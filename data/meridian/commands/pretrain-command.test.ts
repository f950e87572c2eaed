import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pretrainCommand } from './pretrain-command.ts';

describe('twinzero pretrain', () => {
  it('refuses with --baseline what its lessons do not follow', async () => {
    for (const [flag, value] of [
      ['--documents', '3'],
      ['--mixture', 'impatient'],
      ['--protocol', 'search-r1'],
    ] as const) {
      const command = pretrainCommand()
        .exitOverride()
        .configureOutput({ writeErr: () => {} });
      const flags = ['--baseline', 'no-such-baseline', '--to', 'nowhere', flag, value];
      await assert.rejects(
        command.parseAsync(flags, { from: 'user' }),
        new RegExp(`'--baseline <id>' cannot be used with option '${flag}`, 'u'),
      );
    }
  });
});
