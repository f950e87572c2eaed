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
  readonly AutoModelForCausalLM: OnnxLoader<OnnxModel>;
  readonly AutoModel: OnnxLoader<OnnxModel>;
  readonly AutoTokenizer: {
    from_pretrained(folder: string, options: HubOptions): Promise<OnnxTokenizer>;
  };
  /** Mean over the tokens whose mask is 1: [texts, tokens, d] to [texts, d]. */
  mean_pooling(hidden: OnnxTensor, mask: OnnxTensor): OnnxTensor;
}

/** A class of models by what they are for. */
export interface OnnxLoader<Model> {
  from_pretrained(name: string, options: PretrainedOptions): Promise<Model>;
}

/** A tokenizer. */
export interface OnnxTokenizer {
  /** What its tokenizer_config.json says; Infinity where that is silent. */
  readonly model_max_length: number;
  /** Undefined where it has none. */
  readonly pad_token_id: number | undefined;
  /** The ids of a whole text between the model's special tokens. */
  encode(text: string): number[];
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
  /** Of a dimension: all of it for null, one place of it, which is then gone, for a number. */
  slice(first: null, second: number): OnnxTensor;
  dispose(): void;
}

/** Inputs and outputs by name; keys and values as one record. */
export type OnnxFeeds = Readonly<Record<string, OnnxTensor | Readonly<Record<string, OnnxTensor>>>>;

/** A model; one that continues texts has its keys and values as inputs and outputs. */
export interface OnnxModel {
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
      `transformers.js cannot be loaded (${cause instanceof Error ? cause.message : String(cause)}): it is an optional package; install without --omit=optional`,
      { cause },
    );
  }
}
