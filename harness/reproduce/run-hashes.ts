import { join } from 'node:path';
import { fileHash } from '../data/pinned-file.ts';
import type { Setting } from './reproduction.ts';

/**
 * The sha256 of everything a run reads: the data set's own, and the base policy's weights and tokenizer, without
 * which a run resumed after `pretrain` would go on against another reference.
 */
export async function runHashes({
  dataset,
  basePolicy,
}: Pick<Setting, 'dataset' | 'basePolicy'>): Promise<Record<string, string>> {
  const names = ['model.safetensors', 'tokenizer.json'];
  const hashes = await Promise.all(
    names.map(async (name) => [`base-policy/${name}`, await fileHash(join(basePolicy, name))] as const),
  );
  return { ...dataset.hashes, ...Object.fromEntries(hashes) };
}
