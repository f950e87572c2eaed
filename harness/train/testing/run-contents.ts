import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../core/canonical-json.ts';

/**
 * Everything that must be equal in two runs of one configuration: the growing files, and the newest checkpoint's
 * weights, optimiser and state, but for what was used of the machine. Files as hex.
 */
export function runContents(folder: string): Record<string, string> {
  const [newest = ''] = readdirSync(join(folder, 'checkpoints'))
    .filter((name) => name.startsWith('step-'))
    .toSorted()
    .toReversed();
  const checkpoint = join('checkpoints', newest);
  const files = readdirSync(join(folder, checkpoint), { encoding: 'utf8', recursive: true }).filter(
    (name) => name !== 'state.json' && statSync(join(folder, checkpoint, name)).isFile(),
  );
  const paths = [
    'metrics.csv',
    'evaluations.jsonl',
    'episodes.jsonl.gz',
    ...files.map((name) => join(checkpoint, name)),
  ];
  return {
    ...Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'hex')])),
    state: stateOf(join(folder, checkpoint, 'state.json')),
  };
}

function stateOf(path: string): string {
  const state = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return canonicalJson({ ...state, resources: undefined });
}
