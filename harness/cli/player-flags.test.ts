import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { describe, it } from 'mocha';
import { type PlayerFlags, playRequest, withPlayerFlags } from './player-flags.ts';

/** The request that a command line makes. */
function requested(...words: readonly string[]): ReturnType<typeof playRequest> {
  const command = withPlayerFlags(new Command().exitOverride().configureOutput({ writeErr: () => {} }), {
    threads: 2,
  });
  return playRequest(
    command
      .parse(
        words.flatMap((word) => word.split(' ')),
        { from: 'user' },
      )
      .opts<PlayerFlags>(),
  );
}

/** How the web is searched by default. */
const web = { store: resolve('runs', 'searches'), replay: false };
const served = (model: string): string => `openai:http://127.0.0.1:1/v1#${model}`;
const folder = (name: string): object => ({ kind: 'embedded', folder: resolve(name) });

describe('the flags of the players', () => {
  it('leave the arm its own where none is given', () => {
    assert.deepEqual(requested('--arm', 'a', '--model', 'm', '--adapter', 'b'), {
      arm: 'a',
      model: 'm',
      adapter: 'b',
      policy: undefined,
      search: undefined,
      judge: undefined,
      simulator: undefined,
      place: { provider: 'cpu', threads: 2, servers: {}, models: {}, web },
    });
  });

  it('name served models, their servers and the variables of their keys', () => {
    const { policy, judge, simulator, place } = requested(
      `--policy ${served('p')} --tokenizer t --policy-key P --concurrency 4 --price 0.15,0.6`,
      `--judge ${served('j')} --judging published --judge-key J --simulator ${served('s')}`,
    );
    assert.deepEqual(
      [policy, judge, simulator],
      [
        { kind: 'openai', model: 'p', tokenizer: resolve('t') },
        { kind: 'published', model: 'j' },
        { kind: 'chat', model: 's' },
      ],
    );
    const hosts = ['http://127.0.0.1:1/v1'];
    const price = { promptUsdPerMillionTokens: 0.15, completionUsdPerMillionTokens: 0.6 };
    assert.deepEqual(place.servers, {
      p: { hosts, concurrency: 4, price, apiKeyVariable: 'P' },
      j: { hosts, apiKeyVariable: 'J' },
      s: { hosts },
    });
  });

  it('name a search in place of that of the arm, and how the web is searched', () => {
    const { search, place } = requested('--search serper --search-store /s --search-budget 0.5');
    assert.deepEqual(
      [search, place.web],
      [{ kind: 'serper' }, { store: '/s', replay: false, budgetUsd: 0.5 }],
    );
  });

  it('name models of this machine', () => {
    const { policy, judge, simulator, place } = requested(
      '--policy embedded:p --judge embedded:j --simulator embedded:s',
    );
    assert.deepEqual([policy, simulator], [folder('p'), folder('s')]);
    assert.deepEqual(judge, { kind: undefined, model: `embedded:${resolve('j')}` });
    assert.deepEqual([place.models, place.servers], [{ [`embedded:${resolve('j')}`]: folder('j') }, {}]);
  });

  it('let one served model play two parts, at one address alone', () => {
    const twice = ['--policy', served('m'), '--judge', served('m')] as const;
    assert.deepEqual(Object.keys(requested(...twice).place.servers ?? {}), ['m']);
    for (const args of [
      [...twice, '--judge-key', 'K'],
      ['--policy', served('m'), '--judge', 'openai:http://127.0.0.1:2/v1#m'],
    ])
      assert.throws(() => requested(...args), {
        kind: 'configuration',
        message: /^the model "m" is named twice/u,
      });
  });

  it('are refused without the model they belong to', () => {
    for (const [flag, value, player] of [
      ['--tokenizer', 't', 'policy'],
      ['--concurrency', '2', 'policy'],
      ['--price', '1,2', 'policy'],
      ['--policy-key', 'K', 'policy'],
      ['--judge-key', 'K', 'judge'],
      ['--simulator-key', 'K', 'simulator'],
    ] as const)
      for (const model of [[], [`--${player}`, 'embedded:m']])
        assert.throws(() => requested(...model, flag, value), {
          kind: 'configuration',
          message: `${flag} belongs to --${player} openai:URL#MODEL; give that or leave it out`,
        });
    assert.throws(() => requested('--judging', 'strict'), { kind: 'configuration' });
    assert.throws(() => requested('--policy', 'embedded:m', '--model', 'm'), /cannot be used with/u);
    for (const price of ['1', '1,2,3', 'a,1', '-1,2', '1,'])
      assert.throws(
        () => requested('--policy', served('m'), '--price', price),
        /two numbers of US dollars/u,
        price,
      );
  });
});
