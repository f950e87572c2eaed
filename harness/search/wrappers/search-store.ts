import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson, sha256 } from '../../core/canonical-json.ts';
import { decodeUtf8 } from '../../core/decode-utf8.ts';
import { parseJson } from '../../core/parse-json.ts';
import { accessing, codeOf } from '../../core/system-refusal.ts';
import { writeFileWhole } from '../../core/write-file-whole.ts';
import type { SearchRequest, SearchResult } from '../search-backend.ts';

const key = z.strictObject({
  /** Identity of the backend with its settings. */
  backend: z.string(),
  query: z.string(),
  topK: z.number().int().positive(),
});

/** What a stored result is the answer to. */
export type StoreKey = z.infer<typeof key>;

const result = z.strictObject({
  documents: z.array(
    z.strictObject({
      id: z.string(),
      text: z.string(),
      origin: z.enum(['chunk', 'paraphrase', 'distractor', 'simulated', 'web']),
    }),
  ),
  scores: z.array(z.number()).exactOptional(),
  noisy: z.boolean().exactOptional(),
  latencyMs: z.number().nonnegative().exactOptional(),
  costUsd: z.number().nonnegative().exactOptional(),
  generatedTokens: z.number().int().nonnegative().exactOptional(),
});

const storedResult = z.strictObject({ schema: z.literal(1), key, result });

const failure = z.strictObject({
  message: z.string(),
  /** Whether another search would fail, too. */
  lasting: z.boolean(),
});

/** A failed search as it is kept. */
export type StoredFailure = z.infer<typeof failure>;

const storedFailure = z.strictObject({ schema: z.literal(1), key, failure });

/**
 * Searches in a folder, a file each, written whole: a reader, or a process killed at any moment, sees a file or none, and
 * several processes may share the folder. Results are found by their key, failures by the one search that failed.
 * What it throws is a TwinZeroError `data` naming the file.
 */
export interface SearchStore {
  readonly folder: string;
  find(asked: StoreKey): Promise<SearchResult | null>;
  keep(asked: StoreKey, found: SearchResult): Promise<void>;
  findFailure(asked: StoreKey, random: SearchRequest['random']): Promise<StoredFailure | null>;
  keepFailure(asked: StoreKey, random: SearchRequest['random'], failed: StoredFailure): Promise<void>;
  forgetFailure(asked: StoreKey, random: SearchRequest['random']): Promise<void>;
}

/** A store in `folder`, which is made with the first file. */
export function searchStore(folder: string): SearchStore {
  const resultPath = (asked: StoreKey): string => inFolders(folder, 'results', canonicalJson(asked));
  const failurePath = (asked: StoreKey, random: SearchRequest['random']): string =>
    inFolders(folder, 'failures', canonicalJson([asked, nameOf(random)]));
  return {
    folder,
    async find(asked) {
      return (await readStored(resultPath(asked), storedResult))?.result ?? null;
    },
    keep: (asked, found) => write(resultPath(asked), { schema: 1, key: asked, result: found }),
    async findFailure(asked, random) {
      return (await readStored(failurePath(asked, random), storedFailure))?.failure ?? null;
    },
    keepFailure: (asked, random, failed) =>
      write(failurePath(asked, random), { schema: 1, key: asked, failure: failed }),
    forgetFailure(asked, random) {
      const path = failurePath(asked, random);
      return accessing({ path, doing: 'written' }, 'data', () => rm(path, { force: true }));
    },
  };
}

/** A search's generator is keyed by its place in the run, so its first draws name that search. */
function nameOf(random: SearchRequest['random']): readonly number[] {
  const draws = random.fork('stored search');
  return [draws.uint32(), draws.uint32(), draws.uint32()];
}

/** Spread over 256 folders: a paper's run has some 64,000 searches. */
function inFolders(folder: string, kind: string, name: string): string {
  const hash = sha256(name);
  return join(folder, kind, hash.slice(0, 2), `${hash}.json`);
}

function write(path: string, value: unknown): Promise<void> {
  return writeFileWhole(path, `${JSON.stringify(value)}\n`);
}

async function readStored<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const bytes = await accessing({ path, doing: 'read' }, 'data', () =>
    readFile(path).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }),
  );
  if (bytes === null) return null;
  const mend = 'restore that file, or delete it to have the search made again';
  return parseJson(decodeUtf8(bytes, { file: path }), schema, { where: path, mend });
}
