import { canonicalJson, sha256 } from '../core/canonical-json.ts';
import { firstDifference } from '../core/json-fields.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { TrainConfig } from './run-config.ts';

/** Everything that decides the bytes a run writes: equal identities give equal files on one machine. */
export interface RunIdentity {
  readonly config: TrainConfig;
  readonly dataset: string;
  readonly dataHashes: Readonly<Record<string, string>>;
  readonly protocol: string;
  /** Identity of the search backend with its wrappers. */
  readonly search: string;
  /** Of what is met in training, where that is another backend. */
  readonly trainingSearch?: string;
  readonly engine: string;
  readonly critic?: string;
  readonly determinism: Readonly<Record<string, string | number>>;
}

/** Hex sha256 of a configuration, whatever the order of its fields. */
export function configHash(config: TrainConfig): string {
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
