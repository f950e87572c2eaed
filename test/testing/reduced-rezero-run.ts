import { runArm } from '../../harness/reproduce/run-arm.ts';
import { reducedRezero } from './reduced-rezero.ts';

// A process of its own for the test that kills it; says on stdout what it has done.
const [folder = ''] = process.argv.slice(2);
await runArm(
  reducedRezero,
  {
    arm: 'rezero',
    seed: 1,
    profile: 'smoke',
    folder,
    resume: true,
    place: { provider: 'cpu', threads: 1 },
  },
  {
    onEvent: (event) => process.stdout.write(`${event.kind} ${event.step}\n`),
    signal: new AbortController().signal,
    now: () => performance.now() / 1000,
  },
);
