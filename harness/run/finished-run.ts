import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { firstDifference } from '../core/json-fields.ts';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { TrainConfig } from './run-config.ts';
import { configHash } from './run-identity.ts';

const record = z.looseObject({
  status: z.enum(['complete', 'incomplete', 'collapsed']),
  config: z.unknown(),
  configHash: z.string(),
  dataHashes: z.record(z.string(), z.string()),
});

/** What a run would be made with now. */
export interface PlannedRun {
  readonly config: TrainConfig;
  readonly dataHashes: Readonly<Record<string, string>>;
}

/**
 * Whether the run in `folder` has ended, and so need not be made again.
 * @throws TwinZeroError `configuration` when it ended with another configuration or other data: resuming would put
 * two different things into one table.
 */
export async function isFinishedRun(folder: string, planned: PlannedRun): Promise<boolean> {
  const path = join(folder, 'run.json');
  if (!existsSync(path)) return false;
  const found = parseJson(decodeUtf8(await readFile(path), { file: path }), record, {
    where: path,
    mend: 'delete the folder to make the run again',
  });
  if (found.status === 'incomplete') return false;
  const data = firstDifference(found.dataHashes, planned.dataHashes);
  const config =
    found.configHash === configHash(planned.config) ? null : changed(found.config, planned.config);
  const difference = config ?? (data === null ? null : `dataHashes.${data.path}`);
  if (difference === null) return true;
  throw new TwinZeroError(
    'configuration',
    `${folder} ended with another ${difference}; delete it to make the run again, or leave out --resume to start all anew`,
  );
}

function changed(before: unknown, now: TrainConfig): string {
  const path = firstDifference(before, now)?.path;
  return path === undefined ? 'configuration' : `config.${path}`;
}
