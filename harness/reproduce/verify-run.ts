import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fieldsOf } from '../core/json-fields.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { hasEnded, type Place, readRun, type RunRecord } from '../run/index.ts';
import type { TrainEvent } from '../train/train-event.ts';
import { comparedBytes, type ComparedFile } from './compared-bytes.ts';
import type { Reproduction } from './reproduction.ts';
import { runPlanner, trainInto } from './run-arm.ts';

/** A stored run to make again. */
export interface VerifyRequest {
  /** Its run folder. */
  readonly stored: string;
  /** An empty folder for the run that is made. */
  readonly scratch: string;
  /** Steps to make, from 1; default all. The files of a part are held against the beginning of the stored ones. */
  readonly steps?: number | undefined;
  /** With the provider of the stored run; its threads are taken from there, for they decide bytes. */
  readonly place: Place;
}

/** Callbacks of a verification. */
export interface VerifyHooks {
  readonly onEvent?: (event: TrainEvent) => void;
  readonly signal: AbortSignal;
  /** Seconds of a clock that never goes back. */
  readonly now: () => number;
}

/** A stored run held against the same run made now. */
export interface VerifiedRun {
  readonly run: string;
  /** Steps made now. */
  readonly steps: number;
  /** `metrics.csv`, `evaluations.jsonl`, and the episodes where they are stored. */
  readonly files: readonly ComparedFile[];
  /** Commits the stored run was made at, and the one of now. */
  readonly commits: { readonly stored: readonly string[]; readonly now: readonly string[] };
  /** Machine, versions and engine where they differ: `cpu: AMD EPYC, here Intel Xeon`. */
  readonly elsewhere: readonly string[];
  /** Data, models and recipe that are not what they were, by path: equal bytes are then not to be expected. */
  readonly outdated: readonly string[];
  /** True where it was interrupted: its files say nothing. */
  readonly interrupted: boolean;
}

/** Files of a run that hold no clock value. */
const byteFiles = ['metrics.csv', 'evaluations.jsonl', 'episodes.jsonl.gz'] as const;

/**
 * Makes a stored run again, with the configuration that it recorded, and compares the files byte for byte.
 * @throws TwinZeroError `data` for a run that is not there or did not end; and what training throws.
 */
export async function verifyRun(
  reproduction: Reproduction,
  { stored, scratch, steps, place }: VerifyRequest,
  { onEvent, signal, now }: VerifyHooks,
): Promise<VerifiedRun> {
  const run = await readRun(stored);
  if (!hasEnded(run))
    throw new TwinZeroError('data', `${stored} did not end; resume it before it is verified`);
  const { info } = run;
  const { arm, seed, profile, config, changes = {} } = info;
  const enough = new AbortController();
  const folder = join(scratch, basename(stored));
  const { provider, threads } = info.place;
  if (provider !== place.provider)
    throw new TwinZeroError(
      'configuration',
      `${stored} was made by provider ${provider}, and ${place.provider} computes other bytes; give --provider ${provider}`,
    );
  const made = await trainInto(
    reproduction,
    { arm, seed, profile, config, changes, folder, resume: false, place: { ...place, threads } },
    {
      now,
      signal: AbortSignal.any([signal, enough.signal]),
      onEvent: (event) => {
        if (event.kind === 'step' && event.step >= (steps ?? config.steps)) enough.abort();
        onEvent?.(event);
      },
    },
  );
  const files: ComparedFile[] = [];
  for (const name of byteFiles) {
    if (!existsSync(join(stored, name))) continue;
    const [before, after] = [await readFile(join(stored, name)), await readFile(join(folder, name))];
    files.push(comparedBytes(name, before, { now: after, whole: made.record.steps === config.steps }));
  }
  const planned = await runPlanner(place)(config);
  return {
    run: run.id,
    steps: made.record.steps,
    files,
    commits: { stored: info.commits, now: made.record.commits },
    elsewhere: differencesOf(whereOf(info), whereOf(made.record)),
    outdated: differencesOf(
      { data: info.dataHashes, models: info.modelHashes },
      { data: planned.dataHashes, models: planned.modelHashes },
    ),
    interrupted: signal.aborted,
  };
}

/** Machine, versions and engine of a run: what may move a byte though nothing else does. */
function whereOf({ machine, versions, engine }: RunRecord): object {
  return { ...machine, ...versions, ...engine.determinism };
}

function differencesOf(stored: object, now: object): string[] {
  const [before, here] = [fieldsOf(stored), fieldsOf(now)];
  const paths = [...new Set([...before.keys(), ...here.keys()])];
  return paths
    .filter((path) => before.get(path) !== here.get(path))
    .map((path) => `${path}: ${textOf(before.get(path))}, here ${textOf(here.get(path))}`);
}

function textOf(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
