import { join } from 'node:path';
import { z } from 'zod';
import { keptFolder } from '../../core/kept-folder.ts';
import { packageRoot } from '../../core/package-root.ts';
import { parseJson } from '../../core/parse-json.ts';
import { readPinnedFile } from '../pinned-file.ts';

/** A path within a repository, downwards only. */
export const filePath = z
  .string()
  .regex(
    /^(?!.*\.\.)[\w*][\w.*-]*(?:\/[\w*][\w.*-]*)*$/u,
    'expected a path of letters, digits, ".", "_", "-" and "/"',
  );
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u, 'expected 64 lower-case hex digits');

const file = z.strictObject({
  /** A path, or a pattern such as `*.safetensors` where the names are not known here. */
  name: filePath,
  /** `one`: of the files that the pattern fits, one has to be chosen. */
  take: z.enum(['all', 'one']).default('all'),
  /** Null where it is not known here; the hub's own listing then says it. */
  bytes: z.int().positive().nullable().default(null),
  sha256: sha256.nullable().default(null),
});

const model = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/u),
  title: z.string(),
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/u, 'expected <owner>/<name>'),
  /** Commit; null where none is known, for the newest on the hub. */
  revision: z.string().nullable(),
  /** Parts of the study that need it. */
  neededBy: z.array(z.string()).min(1),
  role: z.enum(['policy', 'simulator', 'embedding']),
  parametersInBillions: z.number().positive(),
  /** Bytes in memory of each parameter, e.g. 2 in bfloat16. */
  bytesPerParameter: z.number().positive(),
  /** Name and where it is from; null where none is known. */
  licence: z.string().nullable(),
  /** True where the hub gives it only to those who have accepted its terms. */
  gated: z.boolean(),
  source: z.string(),
  files: z.array(file).min(1),
});

const manifest = z.strictObject({ schema: z.literal(1), hub: z.url(), models: z.array(model) });

/** A model that is fetched and never shipped. */
export type ReleasedModel = z.infer<typeof model>;
/** One of its files, or a pattern of several. */
export type ModelFile = ReleasedModel['files'][number];
/** A part of a repository that a fetch brings: files of a model, or of a data set. */
export interface Fetchable extends Pick<ReleasedModel, 'id' | 'repository' | 'revision' | 'files'> {
  /** Kind of repository; default `models`. */
  readonly holds?: 'models' | 'datasets' | undefined;
}
/** The hub and all models. */
export type ModelManifest = z.infer<typeof manifest>;

/**
 * Reads the shipped `data/released-models.json`, or another one.
 * @throws TwinZeroError `data` when it is missing or invalid.
 */
export async function readModelManifest(
  path: string = join(packageRoot(), 'data', 'released-models.json'),
): Promise<ModelManifest> {
  return parseJson(await readPinnedFile(path), manifest, { where: path });
}

/** Folder of the fetched models, a folder each: `TWINZERO_MODELS`, else `data/models/fetched` of what is kept. */
export function fetchedModels(): string {
  return process.env['TWINZERO_MODELS'] ?? keptFolder(join('data', 'models', 'fetched'));
}

/** True where a name fits a path or pattern, whose `*` stands for anything within one folder; case does not count. */
export function fits(name: string, pattern: string): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll('.', String.raw`\.`));
  return new RegExp(`^${source.join('[^/]*')}$`, 'iu').test(name);
}
