/** Text that a generator wrote; latency and cost only from generators outside this process. */
export interface GeneratedText {
  readonly text: string;
  /** Tokens written. */
  readonly tokens: number;
  readonly latencyMs?: number;
  readonly costUsd?: number;
}

/** Options of `generate`. */
export interface GenerateOptions {
  /** Documents asked for, from 1: a generator may stop writing after the last of them. */
  readonly documents: number;
  /** From 0 to 2^32 - 1; a generator that can repeat itself writes the same text for the same prompt and seed. */
  readonly seed: number;
}

/** Anything that answers one user message. */
export interface TextGenerator {
  /** Identity of the model and how it is sampled, without blanks; part of records. */
  readonly id: string;
  /** @throws TwinZeroError `search` when it fails, times out or is cut off before a whole document. */
  generate(prompt: string, options: GenerateOptions): Promise<GeneratedText>;
}
