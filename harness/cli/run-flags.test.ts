import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import { publishOption, requireMeant, withRunFlags } from './run-flags.ts';

const committed = join(packageRoot(), 'results');

function given(...args: readonly string[]): { publish?: boolean; results: string } {
  const command = withRunFlags(new Command()).addOption(publishOption());
  return command.parse([...args], { from: 'user' }).opts();
}

describe('the folder of results', () => {
  it('is runs/ of the working directory, or the committed one where that is asked for', () => {
    assert.equal(given().results, 'runs');
    assert.equal(given('--results', 'mine').results, 'mine');
    assert.equal(given('--publish').results, committed);
    for (const flags of [given(), given('--results', 'mine'), given('--publish')]) requireMeant(flags);
  });

  it('is never the committed one by chance, nor two', () => {
    for (const way of [committed, relative(process.cwd(), committed), `${committed}/`])
      assert.throws(() => requireMeant(given('--results', way)), {
        kind: 'configuration',
        message:
          /holds the published results; give --publish to replace them, or another folder to --results$/u,
      });
    assert.throws(() => requireMeant(given('--publish', '--results', 'mine')), {
      kind: 'configuration',
      message: '--publish names the folder of the results; leave out --results',
    });
  });
});
