import { canonicalJson, sha256 } from '../core/canonical-json.ts';
import { firstDifference } from '../core/json-fields.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { TrainKit } from './open-kit.ts';
import type { RunConfig } from './run-config.ts';
import type { RunRecord } from './run-record.ts';

/** Everything that decides the bytes a run writes: equal identities give equal files on one machine. */
export interface RunIdentity extends Pick<RunRecord, 'config' | 'dataHashes' | 'modelHashes' | 'engine'> {
  readonly critic?: string;
  /** See `TextCodec.templateDate`. */
  readonly templateDate?: string;
}

/** The identity of a run with this kit. */
export function identityOf({ config, dataset, modelHashes, policy, critic }: TrainKit): RunIdentity {
  const { id, determinism } = policy.profile;
  const { templateDate } = policy.codec;
  return {
    config,
    dataHashes: dataset.hashes,
    modelHashes,
    engine: { id, determinism },
    ...(critic !== null && { critic: critic.id }),
    ...(templateDate !== undefined && { templateDate }),
  };
}

/** Hex sha256 of a configuration, whatever the order of its fields. */
export function configHash(config: RunConfig): string {
  return sha256(canonicalJson(config));
}

/**
 * Refuses to continue a run as another one.
 * @throws TwinZeroError `configuration` naming the first field that differs.
 */
export function requireSameRun(saved: unknown, identity: RunIdentity, folder: string): void {
  const difference = firstDifference(saved, identity);
  if (difference === null) return;
  const { path, before, now } = difference;
  throw new TwinZeroError(
    'configuration',
    `${folder} was started with ${path} ${JSON.stringify(before) ?? 'absent'}, now it is ${JSON.stringify(now) ?? 'absent'}; ` +
      'restore that value, or delete the folder to start anew',
  );
}
