import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Hex of everything that must be equal in two runs of one configuration: growing files, newest weights and state. */
export function runContents(folder: string): Record<string, string> {
  const [newest = ''] = readdirSync(join(folder, 'checkpoints'))
    .filter((name) => name.startsWith('step-'))
    .toSorted()
    .toReversed();
  const checkpoint = join('checkpoints', newest);
  const files = ['metrics.csv', 'evaluations.jsonl', 'episodes.jsonl.gz', join(checkpoint, 'table.json')];
  return Object.fromEntries(
    [...files, join(checkpoint, 'state.json')].map((file) => [file, readFileSync(join(folder, file), 'hex')]),
  );
}
