import { type BenchPlace, type BenchTask, runBenchTask } from './bench-task.ts';
import type { TaskReply } from './measured.ts';

// The process of one measurement: told it as JSON, it tells its parent the result or why there is none.
const { task, place, seconds } = JSON.parse(process.argv[2] ?? '') as {
  readonly task: BenchTask;
  readonly place: BenchPlace;
  readonly seconds: number;
};

function tell(reply: TaskReply): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(reply, () => resolve());
  });
}

// A parent that was killed asks for nothing any more.
process.on('disconnect', () => process.exit());
// The parent ends this process when the time is over, so the last round has a tenth of it to end in.
const milliseconds = Math.max(0, Math.round(900 * seconds - 1000 * process.uptime()));
try {
  const value = await runBenchTask(task, place, AbortSignal.timeout(milliseconds));
  await tell({ value, peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) });
} catch (error) {
  await tell({ reason: error instanceof Error ? error.message : String(error) });
}
// Providers' threads may outlive their sessions.
process.exit();
