import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileHash } from '../core/file-hash.ts';
import { keptFolder } from '../core/kept-folder.ts';
import { packageRoot } from '../core/package-root.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { EncoderSpec, PolicySpec } from '../engine/index.ts';
import { encodersOf, indexesOf, modelsOf } from '../search/index.ts';
import type { RunConfig } from './run-config.ts';

/**
 * The folder of a model: as it stands when absolute, else in the package, e.g. `data/models/meridian-base`; one that a
 * reproduction makes, e.g. `results/dose-retry/policies/again-3`, is among what is kept.
 */
export function modelFolder(folder: string): string {
  if (isAbsolute(folder)) return folder;
  return folder.startsWith('results/') ? keptFolder(folder) : join(packageRoot(), folder);
}

/** A policy's specification with its folders and files where they lie on this machine; one without either as it is. */
export function located(spec: PolicySpec): PolicySpec {
  if ('tokenizer' in spec) return { ...spec, tokenizer: modelFolder(spec.tokenizer) };
  if ('file' in spec) return { ...spec, file: modelFolder(spec.file) };
  if (!('folder' in spec)) return spec;
  const adapter = 'adapter' in spec ? spec.adapter : undefined;
  return {
    ...spec,
    folder: modelFolder(spec.folder),
    ...(adapter !== undefined && 'folder' in adapter && { adapter: { folder: modelFolder(adapter.folder) } }),
  };
}

/** The same of an encoder. */
export function locatedEncoder(spec: EncoderSpec): EncoderSpec {
  return 'folder' in spec ? { ...spec, folder: modelFolder(spec.folder) } : spec;
}

/** The file that a model is read from, where it is one. */
function filesOf(model: PolicySpec | { readonly kind: 'chat' }): readonly string[] {
  return 'file' in model ? [model.file] : [];
}

/** The folders that a model is read from: its weights and the adapter on them, or the tokenizer of a served one. */
function foldersOf(model: PolicySpec | EncoderSpec | { readonly kind: 'chat' }): readonly string[] {
  if ('tokenizer' in model) return [model.tokenizer];
  if (!('folder' in model)) return [];
  const { folder } = model;
  const adapter = 'adapter' in model ? model.adapter : undefined;
  return adapter !== undefined && 'folder' in adapter ? [folder, adapter.folder] : [folder];
}

/**
 * The sha256 of the files (weights, shape, tokenizer, chat template) of every model and adapter that a configuration
 * names, as `<folder>/<file>`, and of a model that is one file by its name: a run resumed after one of them changed
 * would go on as something else. A model of the hub has none: its revision names its files.
 * @param hashesIn the hashes of one folder by file; a caller with many configurations remembers them.
 * @throws TwinZeroError `data` for a folder that can't be read.
 */
export async function modelHashes(
  config: Pick<RunConfig, 'policy' | 'search' | 'trainingSearch'>,
  hashesIn: (folder: string) => Promise<Record<string, string>> = folderHashes,
): Promise<Record<string, string>> {
  const searches = [config.search, ...(config.trainingSearch === undefined ? [] : [config.trainingSearch])];
  const models = [config.policy, ...searches.flatMap(modelsOf)];
  const names = new Set([
    ...[...models, ...searches.flatMap(encodersOf)].flatMap(foldersOf),
    ...searches.flatMap(indexesOf),
  ]);
  const hashes: Record<string, string> = {};
  for (const name of [...names].sort())
    for (const [file, hash] of Object.entries(await hashesIn(modelFolder(name))))
      hashes[`${name}/${file}`] = hash;
  for (const name of [...new Set(models.flatMap(filesOf))].sort())
    hashes[name] = await fileHash(modelFolder(name));
  return hashes;
}

/** File of a model's folder that holds what was measured of it, which decides nothing that the model computes. */
export const assayFile = 'assay.json';

/**
 * The sha256 of each file of a model folder by name, sorted.
 * @throws TwinZeroError `data` for a folder that can't be read.
 */
export async function folderHashes(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new TwinZeroError('data', `the model folder ${folder} can't be read; check its path`, { cause });
  });
  const hashes: Record<string, string> = {};
  const exported = names.includes('onnx') ? await readdir(join(folder, 'onnx')) : [];
  const read = [
    ...names.filter((each) => /\.(?:safetensors|json|jinja)$/u.test(each) && each !== assayFile),
    // Weights of an export may go on in files beside it, e.g. `model.onnx_data_1`.
    ...exported.filter((each) => /\.onnx(?:_data.*)?$/u.test(each)).map((each) => `onnx/${each}`),
  ];
  for (const name of read.sort()) hashes[name] = await fileHash(join(folder, name));
  return hashes;
}
