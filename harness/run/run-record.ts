import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FailureCounts } from './failure-counts.ts';
import type { MachineDescription } from './machine.ts';
import type { RunVerdict } from './progress.ts';
import type { TrainConfig } from './run-config.ts';
import type { Resources, Usage } from './usage.ts';

/** Which run of which reproduction. */
export interface RunLabels {
  readonly reproduction: string;
  readonly profile: string;
  readonly arm: string;
}

/** run.json: what was run, where, and how it ended. */
export interface RunRecord extends RunLabels, RunVerdict, Resources, MachineDescription {
  readonly schema: 1;
  readonly seed: number;
  readonly config: TrainConfig;
  readonly configHash: string;
  readonly engine: { readonly id: string; readonly determinism: Readonly<Record<string, string | number>> };
  readonly dataHashes: Readonly<Record<string, string>>;
  /** Steps done. */
  readonly steps: number;
  readonly failures: FailureCounts;
  readonly usage: Usage;
}

/** Writes run.json under another name and renames it: readers never see half of it. */
export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  const path = join(folder, 'run.json');
  await writeFile(`${path}.partial`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${path}.partial`, path);
}
