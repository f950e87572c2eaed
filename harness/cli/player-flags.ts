import { type Command, Option } from 'commander';
import { resolve } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { CompletionServerOptions, PolicySpec, TokenPrice } from '../engine/index.ts';
import type { PlayRequest } from '../reproduce/evaluate-model.ts';
import type { Place, Players } from '../run/index.ts';
import { type EngineFlags, withEngineFlags } from './engine-flags.ts';
import { modelForms, type NamedModel, parseModelForm } from './model-form.ts';
import { parseCount, parsePrice } from './parse-number.ts';
import { type NamedSearch, searchPlace } from './search-form.ts';
import { type WebFlags, webPlace, withSearchFlag, withWebFlags } from './web-flags.ts';

/** Flags of commands that play an arm with models of the user's choice. */
export interface PlayerFlags extends EngineFlags, WebFlags {
  readonly arm?: string;
  readonly policy?: NamedModel;
  readonly model?: string;
  readonly adapter?: string;
  readonly tokenizer?: string;
  readonly policyKey?: string;
  readonly price?: TokenPrice;
  readonly concurrency?: number;
  readonly search?: NamedSearch;
  readonly judge?: NamedModel;
  readonly judging?: 'published' | 'strict';
  readonly judgeKey?: string;
  readonly simulator?: NamedModel;
  readonly simulatorKey?: string;
}

/** Adds them to a command. */
export function withPlayerFlags(command: Command, defaults: { readonly threads: number }): Command {
  command
    .option('--arm <name>', 'under whose protocol, search and judge; default the first arm')
    .option('--policy <form>', `${modelForms}; default the policy that the arm starts from`, parseModelForm)
    .addOption(new Option('--model <dir>', 'the same as --policy embedded:DIR').conflicts('policy'))
    .option(
      '--adapter <dir>',
      'PEFT folder of an adapter on that model, e.g. a checkpoint of a run that trains one',
    )
    .option('--tokenizer <dir>', 'folder of the tokenizer of an openai: policy, which is then sent token ids')
    .option('--concurrency <n>', 'requests of an openai: policy in flight at once; default 16', parseCount)
    .option(
      '--price <in,out>',
      'US dollars of an openai: policy for a million tokens read, written',
      parsePrice,
    )
    .option('--judge <form>', `the model that judges: ${modelForms}; default the arm's judge`, parseModelForm)
    .addOption(
      new Option('--judging <way>', "how it judges; default the arm's way, or strict").choices([
        'published',
        'strict',
      ]),
    )
    .option('--simulator <form>', `the model that plays the search engine: ${modelForms}`, parseModelForm);
  for (const player of ['policy', 'judge', 'simulator'])
    command.option(
      `--${player}-key <variable>`,
      `environment variable that holds the API key of an openai: ${player}`,
    );
  return withWebFlags(withSearchFlag(withEngineFlags(command, defaults)));
}

/**
 * The players that the flags name, and where they run.
 * @throws TwinZeroError `configuration` for flags without the model they belong to, and for one name of a model at two
 * addresses.
 */
export function playRequest(flags: PlayerFlags): Omit<PlayRequest, 'seed'> {
  const { arm, model, adapter, policy, search, judge, simulator, provider, threads } = flags;
  requireTheirModels(flags);
  const players: Players = {
    model,
    adapter,
    policy: policy && withTokenizer(policy.spec, flags.tokenizer),
    search: search?.spec,
    judge: judge && { kind: flags.judging, model: judgeName(judge) },
    simulator:
      simulator &&
      (simulator.spec.kind === 'openai' ? { kind: 'chat', model: simulator.spec.model } : simulator.spec),
  };
  const models = judge?.host === null ? { [judgeName(judge)]: judge.spec } : {};
  const place: Place = {
    provider,
    threads,
    servers: serversOf(flags),
    models,
    web: webPlace(flags),
    ...searchPlace(search),
  };
  return { arm, ...players, place };
}

/** A served judge is asked for by its model's name, one of this machine by its file or folder. */
function judgeName({ spec }: NamedModel): string {
  return spec.kind === 'openai' ? spec.model : Object.values(spec).map(String).join(':');
}

function withTokenizer(spec: PolicySpec, tokenizer: string | undefined): PolicySpec {
  return spec.kind === 'openai' && tokenizer !== undefined
    ? { ...spec, tokenizer: resolve(tokenizer) }
    : spec;
}

function requireTheirModels(flags: PlayerFlags): void {
  const of = { policy: flags.policy, judge: flags.judge, simulator: flags.simulator };
  const belonging = [
    ['tokenizer', 'policy', flags.tokenizer],
    ['concurrency', 'policy', flags.concurrency],
    ['price', 'policy', flags.price],
    ['policy-key', 'policy', flags.policyKey],
    ['judge-key', 'judge', flags.judgeKey],
    ['simulator-key', 'simulator', flags.simulatorKey],
  ] as const;
  for (const [flag, player, value] of belonging)
    if (value !== undefined && (of[player]?.host ?? null) === null)
      throw new TwinZeroError(
        'configuration',
        `--${flag} belongs to --${player} openai:URL#MODEL; give that or leave it out`,
      );
  if (flags.judging !== undefined && flags.judge === undefined)
    throw new TwinZeroError('configuration', '--judging belongs to --judge; give that or leave it out');
}

function serversOf(flags: PlayerFlags): Record<string, CompletionServerOptions> {
  const { concurrency, price } = flags;
  const servers = new Map<string, CompletionServerOptions>();
  for (const [model, key, more] of [
    [
      flags.policy,
      flags.policyKey,
      { ...(concurrency !== undefined && { concurrency }), ...(price && { price }) },
    ],
    [flags.judge, flags.judgeKey, {}],
    [flags.simulator, flags.simulatorKey, {}],
  ] as const) {
    if (model === undefined || model.host === null || model.spec.kind !== 'openai') continue;
    const { model: name } = model.spec;
    const before = servers.get(name);
    if (before === undefined)
      servers.set(name, { hosts: [model.host], ...more, ...(key !== undefined && { apiKeyVariable: key }) });
    else if (before.hosts[0] !== model.host || before.apiKeyVariable !== key)
      throw new TwinZeroError(
        'configuration',
        `the model "${name}" is named twice with different addresses or keys; serve it under two names`,
      );
  }
  return Object.fromEntries(servers);
}
