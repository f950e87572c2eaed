import { TwinZeroError } from '../core/twin-zero-error.ts';
import { checkServer, type ServerCheck } from '../engine/index.ts';
import { loadDataset, requireEngine, type RunConfig } from '../run/index.ts';
import { deviationsOf } from './deviations.ts';
import { estimateTokens, type TokenEstimate } from './estimate-tokens.ts';
import { onServer } from './on-server.ts';
import type { ReproduceRequest } from './plan.ts';
import { armOf, armsOf, configOf, profileOf, type Reproduction, seedsOf } from './reproduction.ts';

/** One run that would be made. */
export interface DryJob {
  readonly arm: string;
  readonly seed: number;
  readonly config: RunConfig;
  readonly tokens: TokenEstimate;
}

/** What a reproduction would do, and what the server says that would train it. */
export interface DryRun {
  readonly jobs: readonly DryJob[];
  /** Null where this machine trains. */
  readonly server: ServerCheck | null;
  /** Differences from the paper over all runs. */
  readonly deviations: readonly string[];
}

/** The part of a request that decides which runs there are. */
export type DryRequest = Pick<ReproduceRequest, 'profile' | 'seeds' | 'arms' | 'on'>;

/**
 * Resolves every run of a reproduction, reads its data and asks the server; trains and writes nothing.
 * @throws TwinZeroError `configuration` for what could not be run, on the server above all; `data` for what can't be read.
 */
export async function dryRun(named: Reproduction, request: DryRequest): Promise<DryRun> {
  const { on } = request;
  const reproduction = on === undefined ? named : onServer(named, on);
  const profile = profileOf(reproduction, request.profile);
  const arms = request.arms?.map((id) => armOf(reproduction, id)) ?? armsOf(reproduction, request.profile);
  const jobs: DryJob[] = [];
  for (const arm of arms)
    for (const seed of request.seeds ?? seedsOf(arm, profile)) {
      const config = configOf(reproduction, { arm: arm.id, seed, profile });
      const { dataset } = await loadDataset(config.dataset, { extended: false });
      const questions = { heldOut: dataset.heldOut.length, dev: dataset.dev.length };
      jobs.push({ arm: arm.id, seed, config, tokens: estimateTokens(config, questions) });
    }
  const server = on === undefined ? null : await asked(jobs, on);
  const deviations = new Set(jobs.flatMap(({ config }) => deviationsOf(reproduction.deviations, config)));
  return { jobs, server, deviations: [...deviations] };
}

async function asked(
  jobs: readonly DryJob[],
  on: NonNullable<ReproduceRequest['on']>,
): Promise<ServerCheck | null> {
  const [first] = jobs;
  const policy = first?.config.policy;
  if (policy?.kind !== 'tinker') return null;
  const { url, apiKeyVariable } = on;
  const check = await checkServer(
    { server: policy.server, model: policy.model, rank: policy.adapter?.rank ?? 0 },
    { url, ...(apiKeyVariable !== undefined && { apiKeyVariable }) },
  );
  const known = check.models.map(({ name }) => name);
  if (known.length > 0 && !known.includes(policy.model))
    throw new TwinZeroError(
      'configuration',
      `the server has no model "${policy.model}"; it has ${known.join(', ')}`,
    );
  for (const { config } of jobs) requireEngine(check.profile, config);
  return check;
}
