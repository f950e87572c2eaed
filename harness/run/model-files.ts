import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { packageRoot } from '../core/package-root.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { fileHash } from '../data/pinned-file.ts';
import type { PolicySpec } from '../engine/index.ts';
import { modelsOf } from '../search/index.ts';
import type { RunConfig } from './run-config.ts';

/** The folder of a model: as it stands when absolute, else in the package, e.g. `data/models/meridian-base`. */
export function modelFolder(folder: string): string {
  return isAbsolute(folder) ? folder : join(packageRoot(), folder);
}

/** A policy's specification with its folders where they lie on this machine; one without a folder as it is. */
export function located(spec: PolicySpec): PolicySpec {
  if ('tokenizer' in spec) return { ...spec, tokenizer: modelFolder(spec.tokenizer) };
  if (!('folder' in spec)) return spec;
  const { adapter } = spec;
  return {
    ...spec,
    folder: modelFolder(spec.folder),
    ...(adapter !== undefined && 'folder' in adapter && { adapter: { folder: modelFolder(adapter.folder) } }),
  };
}

/** The folders that a model is read from: its weights and the adapter on them, or the tokenizer of a served one. */
function foldersOf(model: PolicySpec | { readonly kind: 'chat' }): readonly string[] {
  if ('tokenizer' in model) return [model.tokenizer];
  if (!('folder' in model)) return [];
  const { folder, adapter } = model;
  return adapter !== undefined && 'folder' in adapter ? [folder, adapter.folder] : [folder];
}

/**
 * The sha256 of the files (weights, shape, tokenizer, chat template) of every model and adapter that a configuration names, as
 * `<folder>/<file>`: a run resumed after one of them changed would go on as something else.
 * @param hashesIn the hashes of one folder by file; a caller with many configurations remembers them.
 * @throws TwinZeroError `data` for a folder that can't be read.
 */
export async function modelHashes(
  config: Pick<RunConfig, 'policy' | 'search' | 'trainingSearch'>,
  hashesIn: (folder: string) => Promise<Record<string, string>> = folderHashes,
): Promise<Record<string, string>> {
  const searches = [config.search, ...(config.trainingSearch === undefined ? [] : [config.trainingSearch])];
  const models = [config.policy, ...searches.flatMap(modelsOf)];
  const names = new Set(models.flatMap(foldersOf));
  const hashes: Record<string, string> = {};
  for (const name of [...names].sort())
    for (const [file, hash] of Object.entries(await hashesIn(modelFolder(name))))
      hashes[`${name}/${file}`] = hash;
  return hashes;
}

/** What was measured of a model; it decides nothing that the model computes. */
const assayFile = 'assay.json';

/**
 * The sha256 of each file of a model folder by name, sorted.
 * @throws TwinZeroError `data` for a folder that can't be read.
 */
export async function folderHashes(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new TwinZeroError('data', `the model folder ${folder} can't be read; check its path`, { cause });
  });
  const hashes: Record<string, string> = {};
  const deciding = names.filter((each) => /\.(?:safetensors|json|jinja)$/u.test(each) && each !== assayFile);
  for (const name of deciding.sort()) hashes[name] = await fileHash(join(folder, name));
  return hashes;
}
