import { TwinZeroError } from '../core/twin-zero-error.ts';
import { findReproduction } from './find-reproductions.ts';
import { listenAsJob } from './interruption.ts';
import { overDataset } from './over-dataset.ts';
import { runArm } from './run-arm.ts';
import type { Job, JobMessage } from './run-job.ts';

// The process of one run: told its job as JSON, it tells its parent what happens and how it ended.
const { reproduction, run, dataset } = JSON.parse(process.argv[2] ?? '') as Job;

function tell(message: JobMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });
}

const interruption = listenAsJob();
try {
  const over = { dataset, files: run.place.data };
  const { record, interrupted } = await runArm(
    await overDataset(await findReproduction(reproduction), over),
    run,
    {
      onEvent: (event) => void tell({ kind: 'event', event }),
      signal: interruption.signal,
      now: () => performance.now() / 1000,
    },
  );
  const whole = record.status === 'incomplete' ? 'incomplete' : 'complete';
  await tell({ kind: 'ended', outcome: interrupted ? 'interrupted' : whole });
} catch (error) {
  if (!(error instanceof TwinZeroError)) throw error;
  await tell({ kind: 'failed', error: { kind: error.kind, message: error.message } });
  process.exitCode = 1;
} finally {
  interruption.release();
}
