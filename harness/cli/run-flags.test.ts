import assert from 'node:assert/strict';
import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import type { Plan } from '../reproduce/plan.ts';
import { scatteredText } from './plan-flags.ts';
import { requireMeant, type RunFlags, withRunFlags } from './run-flags.ts';

const committed = join(packageRoot(), 'results');

function given(...args: readonly string[]): RunFlags {
  const command = withRunFlags(new Command());
  return command.parse([...args], { from: 'user' }).opts();
}

describe('the folder of results', () => {
  it('is runs/ of the working directory, or the committed one where that is asked for', () => {
    assert.equal(given().results, 'runs');
    assert.equal(given('--results', 'mine').results, 'mine');
    assert.equal(given('--publish').results, committed);
    for (const flags of [given(), given('--results', 'mine'), given('--publish')]) requireMeant(flags);
  });

  it('is named by the commands of a plan as it was asked for', () => {
    const runs = [{ arm: 'a', seed: 1, steps: 1, finished: false }];
    const plan = { reproduction: { id: 'mine' }, request: { file: '/mine.mjs' }, runs } as unknown as Plan;
    const planned = (...args: readonly string[]): string =>
      scatteredText('shell', [plan], {
        flags: given(...args),
        chosen: { dataset: null, files: undefined },
        changes: undefined,
      });
    assert.match(planned('--results', 'mine'), new RegExp(`--results ${resolve('mine')} `, 'u'));
    assert.match(
      planned('--publish'),
      /train --reproduction \/mine\.mjs --arm a --seed 1 .* --publish --resume/u,
    );
    assert.doesNotMatch(planned('--publish'), /--results/u);
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
