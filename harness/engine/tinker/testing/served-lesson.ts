import type { Datum, TokenPolicy, Trainable } from '../../engine.ts';
import type { Loss } from '../../loss.ts';
import {
  engineAdam,
  type ForwardBackwardOutput,
  type ForwardBackwardRequest,
  tokensOf,
  vector,
  type WireAdamParams,
  type WireDatum,
} from '../wire/index.ts';

type Input = ForwardBackwardRequest['input'];

/** What a server answers to a training request: the log-probabilities as the weights stand. */
export async function computeLesson(
  policy: TokenPolicy & Trainable,
  { data }: Input,
): Promise<ForwardBackwardOutput> {
  const logprobs = await policy.scorer.logprobs(data.map(tokensIn), { temperature: 1 });
  return {
    loss_fn_output_type: 'scalar',
    loss_fn_outputs: logprobs.map((values) => ({ logprobs: vector(values) })),
    metrics: {},
  };
}

/** Steps on all that was added since the last step, summed as the server sums; the gradient's norm. */
export async function stepOn(
  policy: TokenPolicy & Trainable,
  {
    pending,
    reduction,
    adam,
  }: {
    readonly pending: readonly Input[];
    readonly reduction: 'token-sum' | 'sequence-mean';
    readonly adam: WireAdamParams;
  },
): Promise<number> {
  const sequences = pending.reduce((sum, { data }) => sum + data.length, 0);
  for (const input of pending) {
    const data = input.data.map((one) => datumOf(one, reduction === 'token-sum' ? null : sequences));
    await policy.learner.forwardBackward(data, lossOf(input));
  }
  const { gradNorm } = await policy.learner.optimStep(engineAdam(adam));
  return gradNorm;
}

function tokensIn({ model_input: input, loss_fn_inputs: inputs }: WireDatum): number[] {
  const targets = inputs['target_tokens']?.data ?? [];
  return [...tokensOf(input), targets.at(-1) ?? 0];
}

/** @param sequences to divide by, beside the sum of the weights; null for a server that sums tokens. */
function datumOf(datum: WireDatum, sequences: number | null): Datum {
  const inputs = datum.loss_fn_inputs;
  const tokens = tokensIn(datum);
  const weights = inputs['weights']?.data ?? tokens.slice(1).map(() => 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const divisor = sequences === null ? 1 : Math.max(total, 1e-9) * sequences;
  return {
    tokens,
    weights: weights.map((weight) => weight / divisor),
    oldLogprobs: inputs['logprobs']?.data ?? [],
    advantages: inputs['advantages']?.data ?? [],
  };
}

function lossOf({ loss_fn: name, loss_fn_config: config }: Input): Loss {
  const plain = { reduction: 'token-sum', temperature: 1, klCoefficient: 0 } as const;
  if (name === 'importance_sampling') return { kind: name, ...plain };
  if (name === 'cross_entropy') return { kind: name, reduction: 'token-sum' };
  const low = Number(config?.['clip_low_threshold'] ?? 0.8);
  const high = Number(config?.['clip_high_threshold'] ?? 1.2);
  return { kind: 'ppo', clipLow: 1 - low, clipHigh: high - 1, ...plain };
}
