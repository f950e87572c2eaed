/**
 * The part of `node-llama-cpp` 3.21 that is used. Its own declarations are not there for the compiler, since the package
 * is optional.
 */
export interface LlamaCppModule {
  getLlama(options: {
    readonly gpu: false | 'cuda' | 'metal' | 'vulkan';
    /** `never`: a prebuilt library or none; nothing is compiled. */
    readonly build: 'never';
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly logLevel: 'warn';
    readonly logger: (level: string, message: string) => void;
  }): Promise<Llama>;
}

/** The library, loaded for one kind of device. */
export interface Llama {
  readonly llamaCppRelease: { readonly release: string };
  /** Empty where the driver finds no card: the library then computes on the processor. */
  getGpuDeviceNames(): Promise<readonly string[]>;
  loadModel(options: { readonly modelPath: string; readonly vocabOnly?: boolean }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

/** A GGUF file, loaded. */
export interface LlamaModel {
  readonly trainContextSize: number;
  readonly fileInfo: { readonly metadata: unknown };
  readonly tokens: { readonly bosString: string | null; readonly eosString: string | null };
  iterateAllTokens(): Iterable<number>;
  isSpecialToken(token: number): boolean;
  /** @param special true where the text of a special token becomes that token */
  tokenize(text: string, special: boolean): number[];
  /** @param special true where special tokens are written as their text */
  detokenize(tokens: readonly number[], special: boolean): string;
  createContext(options: LlamaContextOptions): Promise<LlamaContext>;
  dispose(): Promise<void>;
}

/** Settings of a context. */
export interface LlamaContextOptions {
  readonly sequences: number;
  /** Tokens of one sequence. */
  readonly contextSize: number;
  readonly batchSize: number;
  readonly threads: number;
  readonly flashAttention: boolean | 'auto';
  readonly failedCreationRemedy: false;
  readonly batching: { readonly itemPrioritizationStrategy: 'maximumParallelism' | BatchChoice };
}

interface BatchItem {
  readonly tokens: readonly number[];
}

/** Which sequences, and how many tokens of each, are computed in one batch of up to `size` tokens. */
export type BatchChoice = (waiting: {
  readonly items: readonly BatchItem[];
  readonly size: number;
}) => { readonly item: BatchItem; readonly processAmount: number }[];

/** Memory for some sequences of one model. */
export interface LlamaContext {
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
}

/** Settings of a draw; the package's defaults would filter. */
export interface DrawOptions {
  /** 0 for the most probable token; probabilities are then those at temperature 1. */
  readonly temperature: number;
  readonly seed: number;
  readonly topK: 0;
  readonly topP: 1;
  readonly minP: 0;
}

/** A drawn token. */
export interface DrawnToken {
  readonly token: number;
  /** Probability of the token, in float32. */
  readonly confidence: number;
  /** Of the whole vocabulary, most probable first; only where asked for. */
  readonly probabilities?: ReadonlyMap<number, number>;
}

type ScoredToken = readonly [
  token: number,
  { readonly generateNext: { readonly probabilities: true; readonly options: DrawOptions } },
];

/** One sequence of a context. */
export interface LlamaSequence {
  clearHistory(): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void>;
  /** Draws token after token; `next(token)` goes on with another than the one drawn. */
  evaluateWithMetadata(
    tokens: readonly number[],
    metadata: { readonly confidence: true; readonly probabilities: boolean },
    options: DrawOptions & { readonly yieldEogToken: true },
  ): AsyncGenerator<DrawnToken, void, number | undefined>;
  controlledEvaluate(
    tokens: readonly ScoredToken[],
  ): Promise<
    readonly ({ readonly next: { readonly probabilities?: ReadonlyMap<number, number> } } | undefined)[]
  >;
}
