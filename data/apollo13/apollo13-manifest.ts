import { join } from 'node:path';
import { z } from 'zod';
import { keptFolder } from '../../harness/core/kept-folder.ts';
import { packageRoot } from '../../harness/core/package-root.ts';
import { parseJson } from '../../harness/core/parse-json.ts';
import { readPinnedFile } from '../../harness/data/pinned-file.ts';

/** Folder of the fetched Apollo 13 files: `TWINZERO_APOLLO13`, else `data/apollo13/files` of what is kept. */
export function apollo13Folder(): string {
  return process.env['TWINZERO_APOLLO13'] ?? keptFolder(join('data', 'apollo13', 'files'));
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');
const file = z.strictObject({ name: z.string(), url: z.url(), bytes: z.int().positive(), sha256 });
/** Zero-based lines of the questions file. */
const lines = z.array(z.int().nonnegative());

const schema: z.ZodType<Apollo13Manifest> = z.strictObject({
  schema: z.literal(1),
  name: z.literal('apollo13'),
  origin: z.strictObject({ repository: z.url(), commit: z.string(), date: z.string() }),
  files: z.strictObject({ chunks: file, questions: file, noise: file }),
  chunkGroupedSplit: z.strictObject({
    seed: z.int(),
    heldOut: z.int().positive(),
    dev: z.int().nonnegative(),
    sha256,
  }),
  authorsSplit: z.strictObject({ test: lines, train: lines, testBeforeShuffleFix: lines }),
});

/** One file at its origin. */
export interface PinnedFile {
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Origin of the Apollo 13 files, the size and sha256 of each, and the splits. */
export interface Apollo13Manifest {
  readonly schema: 1;
  readonly name: 'apollo13';
  readonly origin: { readonly repository: string; readonly commit: string; readonly date: string };
  readonly files: Readonly<Record<'chunks' | 'questions' | 'noise', PinnedFile>>;
  readonly chunkGroupedSplit: {
    readonly seed: number;
    readonly heldOut: number;
    readonly dev: number;
    readonly sha256: string;
  };
  /** Zero-based lines of the questions file. */
  readonly authorsSplit: Readonly<Record<'test' | 'train' | 'testBeforeShuffleFix', readonly number[]>>;
}

/**
 * Reads the shipped `data/apollo13/manifest.json`, or another one.
 * @throws TwinZeroError `data` when it is missing or invalid.
 */
export async function readApollo13Manifest(
  path: string = join(packageRoot(), 'data', 'apollo13', 'manifest.json'),
): Promise<Apollo13Manifest> {
  return parseJson(await readPinnedFile(path), schema, { where: path });
}
