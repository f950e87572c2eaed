import { z } from 'zod';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { readNumbers, writeNumbers } from './raw-numbers.ts';
import { ofProtoTensor, type ProtoTensor, tensor, toProtoTensor } from './tensor.ts';

/** A piece of the input: token ids. Images and audio have chunks of their own, which are refused. */
const chunk = z.strictObject({
  type: z.literal('encoded_text').default('encoded_text'),
  tokens: z.array(z.int()),
});

/** What a model reads. */
export const modelInput = z.strictObject({ chunks: z.array(chunk) });

/** A `modelInput`. */
export type ModelInput = z.output<typeof modelInput>;

/** The input that holds these token ids. */
export function inputOf(tokens: readonly number[]): ModelInput {
  return { chunks: [{ type: 'encoded_text', tokens: [...tokens] }] };
}

/** The token ids of an input. */
export function tokensOf({ chunks }: ModelInput): number[] {
  return chunks.flatMap(({ tokens }) => tokens);
}

/**
 * One training sequence, already shifted: place i of the input predicts `target_tokens[i]`, and every array of
 * `loss_fn_inputs` is as long as the input.
 */
export const datum = z.strictObject({
  model_input: modelInput,
  loss_fn_inputs: z.record(z.string(), tensor),
});

/** A `datum`. */
export type WireDatum = z.output<typeof datum>;

/** The message Datum. */
export interface ProtoDatum {
  readonly modelInput: readonly {
    readonly chunk:
      | { readonly case: 'encodedText'; readonly value: { readonly tokens: Uint8Array } }
      | { readonly case: 'image' | 'dmel' | undefined };
  }[];
  readonly lossFnInputs: Readonly<Record<string, ProtoTensor>>;
}

/** A datum as protobuf has it. */
export function toProtoDatum({ model_input, loss_fn_inputs }: WireDatum): ProtoDatum {
  return {
    modelInput: model_input.chunks.map(({ tokens }) => ({
      chunk: { case: 'encodedText', value: { tokens: writeNumbers(tokens, 'int32') } },
    })),
    lossFnInputs: Object.fromEntries(
      Object.entries(loss_fn_inputs).map(([name, written]) => [name, toProtoTensor(written)]),
    ),
  };
}

/**
 * A datum that protobuf has.
 * @throws TwinZeroError `data` for what is not made of tokens and numbers.
 */
export function ofProtoDatum({ modelInput: input, lossFnInputs }: ProtoDatum, where: string): WireDatum {
  return {
    model_input: {
      chunks: input.map(({ chunk: piece }) => {
        if (piece.case !== 'encodedText')
          throw new TwinZeroError('data', `${where}: a chunk that is no text; send token ids`);
        return { type: 'encoded_text', tokens: [...readNumbers(piece.value.tokens, 'int32', where)] };
      }),
    },
    loss_fn_inputs: Object.fromEntries(
      Object.entries(lossFnInputs).map(([name, read]) => [name, ofProtoTensor(read, `${where}, ${name}`)]),
    ),
  };
}
