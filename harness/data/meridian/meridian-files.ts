import { sha256 } from '../../core/sha256.ts';
import { type MeridianManifest, pinnedFiles } from './meridian-manifest.ts';
import type { World } from './world.ts';

/** A world as files: name to content, the same bytes for the same world. */
export function meridianFiles(world: World): Record<(typeof pinnedFiles)[number] | 'manifest.json', string> {
  const files = {
    'chunks.jsonl': jsonLines(world.chunks),
    'questions.jsonl': jsonLines(world.questions),
    'split.json': pretty(world.split),
  };
  const manifest: MeridianManifest = {
    schema: 1,
    name: 'meridian',
    seed: world.seed,
    difficulty: world.difficulty,
    files: {
      'chunks.jsonl': sha256(files['chunks.jsonl']),
      'questions.jsonl': sha256(files['questions.jsonl']),
      'split.json': sha256(files['split.json']),
    },
  };
  return { ...files, 'manifest.json': pretty(manifest) };
}

function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
