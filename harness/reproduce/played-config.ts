import { resolve } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { PolicySpec } from '../engine/index.ts';
import type { RunConfig } from '../run/index.ts';
import type { SearchSpec, SimulatorModel } from '../search/index.ts';

/** Models and a search that play an arm instead of its own; each by default the arm's. */
export interface Players {
  readonly policy?: PolicySpec | undefined;
  /** Hugging Face folder of the policy; not beside `policy`. */
  readonly model?: string | undefined;
  /** PEFT folder of an adapter on that model. */
  readonly adapter?: string | undefined;
  readonly judge?: JudgingModel | undefined;
  readonly search?: SearchSpec | undefined;
  readonly simulator?: SimulatorModel | undefined;
}

/** A model that judges. */
export interface JudgingModel {
  /** Default the arm's own way, and `strict` where the arm's judge is no model. */
  readonly kind?: 'published' | 'strict' | undefined;
  /** Its name, as the place knows it. */
  readonly model: string;
}

/**
 * An arm's configuration with other players.
 * @throws TwinZeroError `configuration` for a simulator where the arm's search asks none, and an adapter on a policy that
 * is no folder.
 */
export function playedConfig(config: RunConfig, players: Players): RunConfig {
  const { judge, search = config.search, simulator } = players;
  return {
    ...config,
    policy: playedPolicy(config.policy, players),
    ...(judge !== undefined && { judge: judgedBy(config.judge, judge) }),
    search: simulator === undefined ? search : simulatedBy(search, simulator),
  };
}

function playedPolicy(own: PolicySpec, { policy, model, adapter }: Players): PolicySpec {
  const base =
    policy ?? (model === undefined ? own : ({ kind: 'embedded', folder: resolve(model) } as const));
  if (adapter === undefined) return base;
  if (base.kind === 'embedded') return { ...base, adapter: { folder: resolve(adapter) } };
  throw new TwinZeroError(
    'configuration',
    `an adapter goes on a folder of the embedded engine, and the policy is of kind "${base.kind}"; leave the adapter out`,
  );
}

function judgedBy(own: RunConfig['judge'], { kind, model }: JudgingModel): RunConfig['judge'] {
  return { kind: kind ?? ('model' in own ? own.kind : 'strict'), model };
}

function simulatedBy(search: SearchSpec, model: SimulatorModel): SearchSpec {
  if (search.kind === 'simulator') return { ...search, model };
  if ('of' in search && search.of !== undefined) return { ...search, of: simulatedBy(search.of, model) };
  throw new TwinZeroError(
    'configuration',
    `the arm's search ends in "${search.kind}", which asks no simulator; choose another arm or leave the simulator out`,
  );
}
