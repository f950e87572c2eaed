import type { Provider } from './session-factory.ts';

/** How an embedded engine is opened; everything but the folder is part of a run's identity. */
export interface EmbeddedOptions {
  /** A Hugging Face folder of `LlamaForCausalLM`: config.json, model.safetensors and, for text, tokenizer.json. */
  readonly folder: string;
  readonly provider?: Provider;
  /** CPU threads inside one operation; default 1. */
  readonly threads?: number;
  /** Longest sequence; default 1024 or what the model allows, whichever is less. */
  readonly maxTokens?: number;
  /** Sequences decoded together; default 256. */
  readonly lanes?: number;
  /** Padded tokens per training micro-batch; default 2048, where activations still fit the cache of a server core. */
  readonly microBatchTokens?: number;
}
