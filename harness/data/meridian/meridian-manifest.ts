import { z } from 'zod';
import type { Difficulty } from './difficulty.ts';

/** The files that the manifest pins, in the order they are written. */
export const pinnedFiles = ['chunks.jsonl', 'questions.jsonl', 'split.json'] as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');
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

/** How a world's files were made, and the hex sha256 of each. */
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
  files: z.record(z.enum(pinnedFiles), sha256),
});
