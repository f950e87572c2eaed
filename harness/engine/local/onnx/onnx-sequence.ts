import type { LaneMemory } from '../lanes.ts';
import type { OnnxModel, OnnxTensor, Transformers } from './transformers.ts';

/** Keys and values of one sequence, and the model that extends them. */
export class OnnxSequence implements LaneMemory {
  readonly #library: Pick<Transformers, 'Tensor'>;
  readonly #model: OnnxModel;
  #past: Readonly<Record<string, OnnxTensor>> | null = null;
  #length = 0;

  constructor(library: Pick<Transformers, 'Tensor'>, model: OnnxModel) {
    this.#library = library;
    this.#model = model;
  }

  async read(tokens: readonly number[]): Promise<void> {
    await this.logits(tokens, { all: false });
  }

  async forget(): Promise<void> {
    this.#keep(null, 0);
  }

  /** Adds tokens to the sequence: the logits after each of them, or after the last, [rows, vocabulary]. */
  async logits(tokens: readonly number[], { all }: { readonly all: boolean }): Promise<Float32Array> {
    const { Tensor } = this.#library;
    const length = this.#length + tokens.length;
    const { logits, ...rest } = await this.#model.forward({
      input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      attention_mask: new Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]),
      // Taken by exports that can leave out the logits of the other tokens; 0 stands for all of them.
      num_logits_to_keep: new Tensor('int64', BigInt64Array.of(all ? 0n : 1n), []),
      ...(this.#past !== null && { past_key_values: this.#past }),
    });
    if (logits === undefined) throw new Error('the model has no output named logits');
    this.#keep(pastOf(rest), length);
    const vocabularySize = logits.dims.at(-1) ?? 0;
    const { data } = logits.type === 'float32' ? logits : logits.to('float32');
    return all ? data : data.subarray(data.length - vocabularySize);
  }

  #keep(past: Readonly<Record<string, OnnxTensor>> | null, length: number): void {
    for (const old of Object.values(this.#past ?? {})) if (old.location === 'gpu-buffer') old.dispose();
    this.#past = past;
    this.#length = length;
  }
}

/** The outputs `present.*` under the names of the inputs that take them. */
function pastOf(outputs: Readonly<Record<string, OnnxTensor>>): Readonly<Record<string, OnnxTensor>> {
  const entries = Object.entries(outputs).filter(([name]) => name.startsWith('present.'));
  if (entries.length === 0)
    throw new Error(
      'the model has no outputs named present.*: export it with keys and values (text-generation-with-past)',
    );
  return Object.fromEntries(
    entries.map(([name, value]) => [name.replace('present', 'past_key_values'), value]),
  );
}
