import { resolve } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { PolicySpec } from '../engine/index.ts';
import { isWebSpec, type SearchSpec, type SimulatorModel } from '../search/index.ts';
import type { RunConfig } from './run-config.ts';

/** Models that play a configuration instead of its own; each by default its own. */
export interface Players {
  readonly policy?: PolicySpec | undefined;
  /** Hugging Face folder of the policy; not beside `policy`. */
  readonly model?: string | undefined;
  /** PEFT folder of an adapter on that model. */
  readonly adapter?: string | undefined;
  /**
   * In place of what the arm's wrappers stand around; the wrappers stay. A search of the web takes their place, too: noise
   * from a corpus stands for what the web brings by itself.
   */
  readonly search?: SearchSpec | undefined;
  readonly judge?: JudgingModel | undefined;
  readonly simulator?: SimulatorModel | undefined;
}

/** A model that judges. */
export interface JudgingModel {
  /** Default the configuration's own way, and `strict` where its judge is no model. */
  readonly kind?: 'published' | 'strict' | undefined;
  /** Its name, as the place knows it. */
  readonly model: string;
}

/**
 * A configuration with other players.
 * @throws TwinZeroError `configuration` for a simulator where its search asks none, and an adapter on a policy that is no
 * folder.
 */
export function playedConfig(config: RunConfig, players: Players): RunConfig {
  const { judge, simulator } = players;
  const search = players.search === undefined ? config.search : searchedBy(config.search, players.search);
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

function searchedBy(own: SearchSpec, search: SearchSpec): SearchSpec {
  if (isWebSpec(search)) return search;
  return 'of' in own && own.of !== undefined ? { ...own, of: searchedBy(own.of, search) } : search;
}

function simulatedBy(search: SearchSpec, model: SimulatorModel): SearchSpec {
  if (search.kind === 'simulator') return { ...search, model };
  if ('of' in search && search.of !== undefined) return { ...search, of: simulatedBy(search.of, model) };
  throw new TwinZeroError(
    'configuration',
    `the search ends in "${search.kind}", which asks no simulator; choose another arm or bench, or leave the simulator out`,
  );
}
