import { canonicalJson, sha256 } from '../../core/canonical-json.ts';
import type { Run, RunRecord } from '../../run/index.ts';
import { type RunCost, runCost } from './run-cost.ts';

/** Where the runs of one row come from, and what they took. */
export interface Origin extends RunCost {
  /** In order of first appearance; empty outside a checkout. */
  readonly commits: readonly string[];
  /** The first 12 digits of each run's configuration hash, in the order of seeds. */
  readonly configurations: readonly string[];
  /** Different environments of the runs, by `environmentId`. */
  readonly environments: readonly string[];
}

/** The origin of some runs. */
export function originOf(runs: readonly Run[]): Origin {
  return {
    ...runCost(runs),
    commits: [...new Set(runs.flatMap(({ info }) => info.commits))],
    configurations: runs.map(({ info }) => info.configHash.slice(0, 12)),
    environments: [...new Set(runs.map(({ info }) => environmentId(info)))],
  };
}

/**
 * What a run was made in besides its configuration: engine with its determinism, versions, processor and the data set's
 * files, as the first 12 hex digits of a sha256. Rows of one environment differ in their configuration alone.
 */
export function environmentId({
  engine,
  versions,
  machine,
  dataHashes,
}: Pick<RunRecord, 'engine' | 'versions' | 'machine' | 'dataHashes'>): string {
  const processor = { cpu: machine['cpu'] ?? null, platform: machine['platform'] ?? null };
  return sha256(canonicalJson({ engine, versions, processor, dataHashes })).slice(0, 12);
}
