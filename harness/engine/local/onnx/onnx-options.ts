import { join } from 'node:path';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { EngineProfile } from '../../engine.ts';
import type { PolicyPlace } from '../../policy-engine.ts';

/** Forms of the weights, and what exports for transformers.js add to the name `model` of their file. */
export const onnxDtypes = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
} as const;
/** One of `onnxDtypes`. */
export type OnnxDtype = keyof typeof onnxDtypes;

/** Where the files of a model are: a folder, or the hub by name and revision, whose files are kept in a folder. */
export type OnnxSource =
  { readonly folder: string } | { readonly model: string; readonly revision: string; readonly cache: string };

/** Settings that an ONNX policy is opened with. */
export interface OnnxOptions extends PolicyPlace {
  readonly source: OnnxSource;
  readonly dtype: OnnxDtype;
}

/** Ours. Sequences are computed one by one, so that more lanes keep more turns in memory and are no faster. */
const defaultLanes = 4;
/** Ours, as for GGUF. */
const defaultMaxTokens = 4096;

/** Name of a source in messages. */
export function sourceName(source: OnnxSource): string {
  return 'folder' in source ? source.folder : `${source.model}@${source.revision}`;
}

/** The folder of a source's files; of the hub's, as transformers.js lays them out. */
export function folderOf(source: OnnxSource): string {
  if ('folder' in source) return source.folder;
  const { model, revision, cache } = source;
  return join(cache, model, ...(revision === 'main' ? [] : [revision]));
}

/** Lanes that are opened. */
export function onnxLanes({ lanes }: Pick<OnnxOptions, 'lanes'>): number {
  return Math.min(lanes ?? defaultLanes, defaultLanes);
}

/**
 * Abilities and limits of an ONNX policy.
 * @param maxPositions of the model; Infinity where its config.json does not say
 * @throws TwinZeroError `configuration` when `maxTokens` exceeds them.
 */
export function onnxProfile(
  options: OnnxOptions,
  maxPositions: number,
  versions: { readonly transformers: string; readonly onnxruntime: string },
): EngineProfile {
  const { provider, threads, dtype, source } = options;
  const maxSequenceTokens = options.maxTokens ?? Math.min(defaultMaxTokens, maxPositions);
  if (maxSequenceTokens > maxPositions)
    throw new TwinZeroError(
      'configuration',
      `maxTokens ${maxSequenceTokens} exceeds the ${maxPositions} positions of the model in ${sourceName(source)}`,
    );
  return {
    id: `onnx/${provider}`,
    losses: [],
    reductions: [],
    klCorrections: [],
    honours: { topLogprobs: true, allowed: true },
    maxSequenceTokens,
    maxConcurrency: onnxLanes(options),
    determinism: {
      provider,
      threads,
      dtype,
      ...versions,
    },
  };
}
