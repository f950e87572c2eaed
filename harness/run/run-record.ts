import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../core/decode-utf8.ts';
import { parseJson } from '../core/parse-json.ts';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { failureCounts } from './failure-counts.ts';
import { runConfig } from './run-config.ts';
import { resources, usage } from './usage.ts';

const step = z.number().int().nonnegative();
const text = z.string();
const hashes = z.record(text, text);

/** A name that is recorded: it stands in paths, commands and links, which have no escape in common. */
export const recordedName = z
  .string()
  .regex(/^\w[\w.-]*$/u, 'expected a name of letters, digits, ".", "_" and "-"');

/** run.json: what was run, where, and how it ended; written and read by this schema. */
export const runRecord = z.strictObject({
  schema: z.literal(2),
  reproduction: recordedName,
  profile: recordedName,
  arm: recordedName,
  seed: step,
  /** `incomplete` when steps are missing or an episode was lost; else `collapsed` when training was seen to. */
  status: z.enum(['complete', 'incomplete', 'collapsed']),
  /** The step chosen on dev; null when none was. */
  chosenStep: step.nullable(),
  /** Step at which training itself saw a collapse, or null; the report judges collapse on held-out by its own rule. */
  collapseStep: step.nullable(),
  config: runConfig,
  /** Where the configuration departs from what the arm declares, by path; absent where it does not. */
  changes: z.record(text, z.json()).exactOptional(),
  configHash: text,
  /** Commits of TwinZero that the run was made at, in order: several where it was resumed at another. */
  commits: z.array(text),
  versions: z.record(text, text),
  machine: z.record(text, z.union([text, z.number()])),
  /** Place of the last part of the run; what of it decides bytes stands in the engine's determinism. */
  place: z.strictObject({ provider: text, threads: z.number().int().positive() }),
  engine: z.strictObject({ id: text, determinism: z.record(text, z.union([text, z.number()])) }),
  /** Date that the policy's chat template was given for today's; absent where it asks for none. */
  templateDate: text.exactOptional(),
  /** Sha256 of the data set's files by name, the same in all arms that can be compared. */
  dataHashes: hashes,
  /** Sha256 of the files of every model that the configuration names, as `<folder>/<file>`. */
  modelHashes: hashes,
  /** Steps done. */
  steps: step,
  ...resources.shape,
  failures: failureCounts,
  /** Null in runs from before it was counted. */
  usage: usage.nullable(),
});

/** A `runRecord`. */
export type RunRecord = z.infer<typeof runRecord>;

/**
 * Names of the reproduction, profile and arm that a run belongs to, in what it departs from that arm, and the seed it is
 * held against other arms by: a twin of an arm draws from another seed, which stands in its configuration.
 */
export type RunLabels = Pick<RunRecord, 'reproduction' | 'profile' | 'arm' | 'seed' | 'changes'>;

/** Writes run.json whole. */
export function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  return writeFileWhole(recordPath(folder), `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Reads run.json; null where there is none.
 * @throws TwinZeroError `data` when it is broken or of another version.
 */
export async function readRunRecord(folder: string): Promise<RunRecord | null> {
  const path = recordPath(folder);
  if (!existsSync(path)) return null;
  const mend = `delete ${folder} to make the run again`;
  return parseJson(decodeUtf8(await readFile(path), { file: path }), runRecord, { where: path, mend });
}

function recordPath(folder: string): string {
  return join(folder, 'run.json');
}
