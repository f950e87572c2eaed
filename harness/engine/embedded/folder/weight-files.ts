import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeUtf8 } from '../../../core/decode-utf8.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { repeatedKey } from './repeated-key.ts';

/** The safetensors files of a folder. */
export interface WeightFiles {
  readonly files: readonly string[];
  /** Null where one file holds every tensor. */
  readonly index: ShardIndex | null;
}

/** The file that counts for each tensor. */
export interface ShardIndex {
  readonly file: string;
  readonly fileOf: ReadonlyMap<string, string>;
}

/** Shards lie beside their index. */
const shardName = z.string().regex(/^[^/\\]+$/u);
const shardIndex = z.object({ weight_map: z.record(z.string(), shardName) });

/**
 * Finds a folder's `model.safetensors`, or the shards that its index lists.
 * @param mend advice for a broken folder; default: that for a model of the user's
 * @throws TwinZeroError `data` when there is neither, or the index is malformed or maps a tensor twice.
 */
export async function weightFiles(folder: string, mend?: string): Promise<WeightFiles> {
  const single = join(folder, 'model.safetensors');
  const there = await access(single).then(
    () => true,
    () => false,
  );
  if (there) return { files: [single], index: null };
  const file = join(folder, 'model.safetensors.index.json');
  const bytes = await readFile(file).catch((cause: unknown) => {
    const advice = mend ?? 'give a folder with safetensors weights';
    throw new TwinZeroError('data', `${single} is missing, and so is ${file}: ${advice}`, { cause });
  });
  const text = decodeUtf8(bytes, { file });
  const index = { file, fileOf: parseIndex(text, { folder, file, mend: mend ?? 'download it again' }) };
  return { files: [...new Set(index.fileOf.values())].sort(), index };
}

function parseIndex(
  text: string,
  { folder, file, mend }: { readonly folder: string; readonly file: string; readonly mend: string },
): Map<string, string> {
  let map: Readonly<Record<string, string>> = {};
  try {
    map = shardIndex.parse(JSON.parse(text)).weight_map;
  } catch (cause) {
    throw new TwinZeroError('data', `${file} is not an index of safetensors shards: ${mend}`, { cause });
  }
  const repeated = repeatedKey(text);
  if (repeated !== null) throw new TwinZeroError('data', `${file} names ${repeated} twice: ${mend}`);
  return new Map(Object.entries(map).map(([name, shard]) => [name, join(folder, shard)]));
}
