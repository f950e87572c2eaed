import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { listenForInterruption } from '../reproduce/interruption.ts';
import type { Reproduction } from '../reproduce/reproduction.ts';
import { type VerifiedRun, verifyRun } from '../reproduce/verify-run.ts';
import { runFolder } from '../run/index.ts';
import { duration } from '../report/index.ts';
import type { ConfigFlags } from './config-flags.ts';
import { printError, printLine } from './print.ts';
import type { RunFlags } from './run-flags.ts';
import { webPlace } from './web-flags.ts';

/** Flags of `reproduce --verify`. */
export interface VerifyFlags extends RunFlags, ConfigFlags {
  readonly arms?: readonly string[];
  readonly seeds?: readonly number[];
  /** Steps; true for all. */
  readonly verify?: number | true;
}

/** Makes stored runs again, one after another, and says of each file whether its bytes agree; exit code 1 where one does not. */
export async function verifyRuns(reproduction: Reproduction, flags: VerifyFlags): Promise<void> {
  const { profile, results, provider, threads, verify } = flags;
  requireAsStored(flags);
  const { arms = [reproduction.arms[0]?.id ?? ''], seeds = [1] } = flags;
  const steps = typeof verify === 'number' ? verify : undefined;
  const place = { provider, threads, web: webPlace(flags) };
  const folder = join(results, reproduction.id, profile);
  const scratch = await mkdtemp(join(tmpdir(), 'twinzero-verify-'));
  const interruption = listenForInterruption();
  try {
    for (const { arm, seed } of arms.flatMap((one) => seeds.map((each) => ({ arm: one, seed: each })))) {
      const stored = runFolder(folder, { arm, seed });
      requireStored(stored);
      const from = now();
      const verified = await verifyRun(
        reproduction,
        { stored, scratch, steps, place },
        {
          now,
          signal: interruption.signal,
          onEvent: (event) => {
            if (event.kind === 'step')
              printError(`${arm} seed ${seed}  step ${event.step}/${steps ?? event.steps}`);
          },
        },
      );
      if (verified.interrupted) {
        process.exitCode = 130;
        return;
      }
      for (const line of verifiedLines(verified)) printLine(line);
      printLine(`  ${verified.steps} steps in ${duration(now() - from)}`);
      if (verified.files.some(({ line }) => line !== null)) process.exitCode = 1;
    }
  } finally {
    interruption.release();
    await rm(scratch, { recursive: true, force: true });
  }
}

function requireStored(run: string): void {
  if (existsSync(run)) return;
  throw new TwinZeroError(
    'data',
    `${run} is not there; an installed package has the tables of the published results and not their runs: name a folder of runs with --results, or verify in a clone`,
  );
}

function requireAsStored({ resume, set, config }: VerifyFlags): void {
  if (resume === true || set !== undefined || config !== undefined)
    throw new TwinZeroError(
      'configuration',
      '--verify makes a run again as it was stored; leave out --resume, --set and --config',
    );
}

function now(): number {
  return performance.now() / 1000;
}

function verifiedLines({ run, files, commits, elsewhere, outdated }: VerifiedRun): string[] {
  const same = files.every(({ line }) => line === null);
  const [then, here] = [commits.stored, commits.now].map((all) => all.join(', ') || 'unknown');
  return [
    `${run}: ${same ? 'the bytes agree' : 'THE BYTES DIFFER'}`,
    ...files.map(({ name, bytes, line }) =>
      line === null ? `  ${name}: ${bytes} bytes agree` : `  ${name}: differs from line ${line} on`,
    ),
    `  stored at commit ${then}, made now at ${here}`,
    ...(elsewhere.length === 0
      ? ['  on a machine of the same description']
      : elsewhere.map((text) => `  ${text}`)),
    ...outdated.map((text) => `  no longer what it was made of: ${text}`),
  ];
}
