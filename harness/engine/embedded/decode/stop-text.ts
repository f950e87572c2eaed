import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { SampleParams } from '../../engine.ts';
import type { SamplerOptions } from './published-sampler.ts';

/** The text that stop strings are sought in. Its tokenizer is opened for the first request that has stop strings. */
export class StopText {
  readonly #open: SamplerOptions['decodeText'];
  #decode: ((tokens: readonly number[]) => string) | null = null;

  constructor(open: SamplerOptions['decodeText']) {
    this.#open = open;
  }

  /** Makes ready for a request; throws what opening the tokenizer throws. */
  async prepare({ stopStrings = [] }: Pick<SampleParams, 'stopStrings'>): Promise<void> {
    if (stopStrings.length > 0) this.#decode ??= await this.#open();
  }

  /** The text of tokens, for requests that were made ready for. */
  decode(tokens: readonly number[]): string {
    if (this.#decode !== null) return this.#decode(tokens);
    throw new TwinZeroError('internal', 'a request with stop strings was sampled before its text was ready');
  }
}
