import { tinyConfig, tinyRun } from './tiny-run.ts';

// A process of its own for the test that kills it; says on stdout what it has done.
const [folder = '', steps = ''] = process.argv.slice(2);
await tinyRun(
  folder,
  { config: tinyConfig({ steps: Number(steps) }) },
  { onEvent: (event) => process.stdout.write(`${event.kind} ${event.step}\n`) },
);
