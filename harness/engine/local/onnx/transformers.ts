import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { fetchUntilIdle, hubIdleMs } from './fetch-until-idle.ts';

/** The part of transformers.js that is used, as narrow as it is. */
export interface Transformers {
  readonly env: {
    readonly version?: string;
    readonly remoteHost: string;
    logLevel: number;
    fetch: typeof fetch;
  };
  readonly LogLevel: { readonly NONE: number };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => OnnxTensor;
  readonly AutoModelForCausalLM: {
    from_pretrained(name: string, options: PretrainedOptions): Promise<OnnxCausalModel>;
  };
}

/** Where files are sought and kept. */
export interface HubOptions {
  readonly revision?: string;
  readonly cache_dir?: string;
  readonly local_files_only: boolean;
}

interface PretrainedOptions extends HubOptions {
  readonly device: string;
  readonly dtype: string;
  readonly session_options: { readonly intraOpNumThreads: number; readonly interOpNumThreads: number };
}

/** A tensor of transformers.js. */
export interface OnnxTensor {
  readonly type: string;
  readonly dims: readonly number[];
  /** `gpu-buffer` where it stays on the card and has to be freed. */
  readonly location: string;
  /** Of a tensor of float32. */
  readonly data: Float32Array;
  to(type: 'float32'): OnnxTensor;
  dispose(): void;
}

/** Inputs and outputs by name; keys and values as one record. */
export type OnnxFeeds = Readonly<Record<string, OnnxTensor | Readonly<Record<string, OnnxTensor>>>>;

/** A causal language model with its keys and values as inputs and outputs. */
export interface OnnxCausalModel {
  readonly config: unknown;
  forward(feeds: OnnxFeeds): Promise<Readonly<Record<string, OnnxTensor>>>;
  dispose(): Promise<unknown>;
}

/**
 * Loads transformers.js, which takes a second, silences what it prints beside its errors, and ends downloads that stall.
 * @throws TwinZeroError `configuration` when it cannot be loaded.
 */
export async function loadTransformers(): Promise<Transformers> {
  try {
    const library = (await import('@xenova/transformers')) as unknown as Transformers;
    library.env.logLevel = library.LogLevel.NONE;
    // It waits for ever for the files of the hub.
    library.env.fetch = fetchUntilIdle(hubIdleMs);
    return library;
  } catch (cause) {
    throw new TwinZeroError(
      'configuration',
      `transformers.js cannot be loaded (${cause instanceof Error ? cause.message : String(cause)}): run npm ci`,
      { cause },
    );
  }
}
