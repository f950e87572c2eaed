import type { AdamParams } from '../../engine.ts';
import type { Connection } from '../client/connection.ts';
import type { RemoteModel, ServerLesson } from '../client/remote-model.ts';
import { scoredDatum } from '../loss/server-lesson.ts';
import {
  inputOf,
  type SampleResponse,
  sampleRequest,
  sampleResponse,
  vector,
  type WireDatum,
} from '../wire/index.ts';

/** What checks work with: a model of their own, and made-up tokens. */
export interface ConformanceBench {
  readonly connection: Connection;
  readonly model: RemoteModel;
  /** Another model from the same weights. */
  readonly another: () => Promise<RemoteModel>;
  /** Two sequences of different lengths. */
  readonly sequences: readonly [readonly number[], readonly number[]];
  /** The text of tokens; null where no tokenizer was given. */
  readonly decode: ((tokens: readonly number[]) => string) | null;
}

/** A step that leaves the weights where they are: only the gradient is of interest. */
export const still: AdamParams = { learningRate: 0, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };

/** A step that moves them. */
export const moving: AdamParams = { ...still, learningRate: 1e-2 };

/** Log-probabilities under the newest weights. */
export async function scored(
  model: RemoteModel,
  sequences: readonly (readonly number[])[],
): Promise<number[][]> {
  const outputs = await model.forward({
    data: sequences.map(scoredDatum),
    loss: 'cross_entropy',
    config: {},
  });
  return outputs.map((output) => output['logprobs']?.data ?? []);
}

/** The gradient's norm of these lessons together; the weights stay. */
export async function gradNorm(model: RemoteModel, lessons: readonly ServerLesson[]): Promise<number> {
  for (const lesson of lessons) await model.forwardBackward(lesson);
  return normOf(await model.optimStep(still));
}

/** The gradient's norm among the metrics of a step; NaN where there is none. */
export function normOf(metrics: Readonly<Record<string, number | null>>): number {
  return Object.entries(metrics).find(([name]) => name.includes('grad_norm'))?.[1] ?? NaN;
}

/** A sequence under a policy loss, every token of it trained on. */
export function lessonDatum(
  tokens: readonly number[],
  {
    logprobs,
    advantages,
    mask,
  }: { readonly logprobs: readonly number[]; readonly advantages: readonly number[]; readonly mask: boolean },
): WireDatum {
  return {
    model_input: inputOf(tokens.slice(0, -1)),
    loss_fn_inputs: {
      target_tokens: vector(tokens.slice(1), 'int64'),
      logprobs: vector(logprobs),
      advantages: vector(advantages),
      ...(mask && { weights: vector(advantages.map(() => 1)) }),
    },
  };
}

/** One sample. */
export async function sampled(
  connection: Connection,
  session: string,
  request: {
    readonly prompt: readonly number[];
    readonly stop?: string[];
    readonly promptLogprobs?: boolean;
  },
): Promise<SampleResponse> {
  const ticket = await connection.post({
    endpoint: 'asample',
    request: sampleRequest,
    body: {
      type: 'sample',
      num_samples: 1,
      prompt: inputOf(request.prompt),
      sampling_params: {
        max_tokens: 16,
        seed: 1,
        temperature: 0,
        top_k: -1,
        top_p: 1,
        ...(request.stop && { stop: request.stop }),
      },
      sampling_session_id: session,
      seq_id: 0,
      prompt_logprobs: request.promptLogprobs ?? false,
      topk_prompt_logprobs: 0,
      topk_sample_logprobs: 0,
      prompt_alt_tokens_k: 0,
    },
  });
  return connection.result(ticket, sampleResponse);
}

/** The largest distance between two lists, NaN where they are of different lengths. */
export function gap(some: readonly number[], others: readonly number[]): number {
  if (some.length !== others.length) return NaN;
  return Math.max(0, ...some.map((value, i) => Math.abs(value - (others[i] ?? NaN))));
}
