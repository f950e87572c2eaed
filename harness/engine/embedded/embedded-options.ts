import type { Provider } from './session-factory.ts';

/** How an embedded engine is opened; everything but the folder is part of a run's identity. */
export interface EmbeddedOptions {
  /** A Hugging Face folder of `LlamaForCausalLM`: config.json, model.safetensors and, for text, tokenizer.json. */
  readonly folder: string;
  /**
   * Default `cpu`. `webgpu` keeps weights, moments and KV cache on the graphics card (through Vulkan on Linux);
   * checked against the CPU on software Vulkan, speed on a card: *not measured*. `cuda` is opt-in (Linux x64, ONNX
   * Runtime's CUDA libraries, CUDA 12 and cuDNN 9) and carries weights and cache across the bus at every call but
   * `supervisedSteps`; speed: *not measured*.
   */
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
