import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../harness/core/canonical-json.ts';
import { packageRoot } from '../../harness/core/package-root.ts';
import { writeFileWhole } from '../../harness/core/write-file-whole.ts';
import type { Difficulty } from './generate/difficulty.ts';
import type { World } from './generate/world.ts';

/** Folder of the shipped world. */
export function meridianFolder(): string {
  return join(packageRoot(), 'data', 'meridian');
}

/** The files that the manifest pins, in the order they are written. */
export const pinnedFiles = ['chunks.jsonl', 'questions.jsonl', 'split.json'] as const;

const hexSha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');
const share = z.number().min(0).max(1);

const difficulty: z.ZodType<Difficulty> = z.strictObject({
  partialShare: share,
  twoHopShare: share,
  caseShare: share,
  aliasShare: share,
  doubleAliasShare: share,
  renamedComponentShare: share,
  partialAliasShare: share,
  twoHopAliasShare: share,
  faultsPerComponent: z.int().min(2),
  phasesPerComponent: z.int().min(2),
});

/** Seed and settings that a world's files were made with, and the hex sha256 of each. */
export interface MeridianManifest {
  readonly schema: 1;
  readonly name: 'meridian';
  readonly seed: number;
  readonly difficulty: Difficulty;
  readonly files: Readonly<Record<(typeof pinnedFiles)[number], string>>;
}

/** Checks `data/meridian/manifest.json`. */
export const meridianManifest: z.ZodType<MeridianManifest> = z.strictObject({
  schema: z.literal(1),
  name: z.literal('meridian'),
  seed: z.int(),
  difficulty,
  files: z.record(z.enum(pinnedFiles), hexSha256),
});

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

/** Writes the files of a world into `folder` and returns their paths, the manifest last. */
export async function writeMeridian(world: World, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, content] of Object.entries(meridianFiles(world))) {
    const path = join(folder, name);
    await writeFileWhole(path, content);
    paths.push(path);
  }
  return paths;
}
