import { z } from 'zod';
import { checkValue } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import {
  createModelResponse,
  forwardBackwardOutput,
  loadWeightsResponse,
  optimStepResponse,
  sampleResponse,
  saveForSamplerResponse,
  saveWeightsResponse,
  unloadModelResponse,
  type WireMessage,
} from '../engine/tinker/wire/index.ts';

/** The messages that results are. */
export const results = {
  create_model: createModelResponse,
  forward_backward: forwardBackwardOutput,
  optim_step: optimStepResponse,
  save_weights: saveWeightsResponse,
  save_weights_for_sampler: saveForSamplerResponse,
  load_weights: loadWeightsResponse,
  unload_model: unloadModelResponse,
  asample: sampleResponse,
} as const satisfies Readonly<Record<string, WireMessage<unknown>>>;

/** A key of `results`. */
export type ResultKind = keyof typeof results;

/** The end of a request. */
export type Outcome =
  | { readonly state: 'done'; readonly kind: ResultKind; readonly value: unknown }
  | { readonly state: 'failed'; readonly error: string; readonly category: 'user' | 'server' };

const stored = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('done'),
    kind: z.enum(Object.keys(results) as [ResultKind, ...ResultKind[]]),
    value: z.unknown(),
  }),
  z.object({ state: z.literal('failed'), error: z.string(), category: z.enum(['user', 'server']) }),
]);

/** An outcome as a file holds it. */
export function outcomeText(outcome: Outcome): string {
  return `${JSON.stringify(outcome)}\n`;
}

/**
 * The outcome in a file.
 * @throws TwinZeroError `data` for one that nobody here wrote.
 */
export function readOutcome(text: string, where: string): Outcome {
  const read = checkValue(JSON.parse(text), stored, { where });
  if (read.state === 'failed') return read;
  const message: WireMessage<unknown> = results[read.kind];
  return { ...read, value: message.json.decode(Buffer.from(JSON.stringify(read.value)), where) };
}

/** What an error is to the client: its own fault where it asked for what cannot be. */
export function failureOf(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  const own = error instanceof TwinZeroError && (error.kind === 'configuration' || error.kind === 'data');
  return { state: 'failed', error: message, category: own ? 'user' : 'server' };
}
