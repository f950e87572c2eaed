import type { Critic, ValueDatum } from '../../critic.ts';
import type { ServerReduction } from '../profile/server-profile.ts';
import {
  engineAdam,
  type ForwardBackwardOutput,
  type ForwardBackwardRequest,
  tokensOf,
  vector,
  type WireAdamParams,
  type WireDatum,
} from '../wire/index.ts';

/** A critic behind a server of a test, whose loss is added up as the server's. */
export class ServedCritic {
  readonly critic: Critic;
  readonly #reduction: ServerReduction;
  /** What was added since the last step: servers of reduction `sequence-mean` know only then by what to divide. */
  #pending: ForwardBackwardRequest['input'][] = [];

  constructor(critic: Critic, reduction: ServerReduction) {
    this.critic = critic;
    this.#reduction = reduction;
  }

  /** Values as they stand where they alone are asked for; otherwise an entry for each datum, with nothing in it. */
  async compute({
    forward_only: forwardOnly,
    input,
  }: ForwardBackwardRequest): Promise<ForwardBackwardOutput> {
    if (input.loss_fn !== 'ppo_critic')
      throw new Error(`Critic batches must use ppo_critic, got ${input.loss_fn}`);
    const values = forwardOnly
      ? await this.critic.values(input.data.map((one) => datumOf(one, 1).tokens))
      : null;
    if (!forwardOnly) this.#pending.push(input);
    return {
      loss_fn_output_type: 'scalar',
      loss_fn_outputs: input.data.map((_, i) => (values === null ? {} : { values: vector(values[i] ?? []) })),
      metrics: {},
    };
  }

  /** Steps on all that was added since the last step; the gradient's norm. */
  async step(adam: WireAdamParams): Promise<number> {
    const sequences = this.#pending.reduce((sum, { data }) => sum + data.length, 0);
    for (const { data, loss_fn_config: config } of this.#pending)
      await this.critic.forwardBackward(
        data.map((one) => datumOf(one, this.#divisor(one, sequences))),
        { clip: Number(config?.['value_clip'] ?? NaN), reduction: 'token-sum' },
      );
    this.#pending = [];
    const { gradNorm } = await this.critic.optimStep(engineAdam(adam));
    return gradNorm;
  }

  #divisor({ loss_fn_inputs: { weights } }: WireDatum, sequences: number): number {
    if (this.#reduction === 'token-sum') return 1;
    const total = (weights?.data ?? []).reduce((sum, weight) => sum + weight, 0);
    return Math.max(total, 1) * sequences;
  }
}

function datumOf({ model_input: input, loss_fn_inputs: inputs }: WireDatum, divisor: number): ValueDatum {
  const tokens = [...tokensOf(input), inputs['target_tokens']?.data.at(-1) ?? 0];
  return {
    tokens,
    weights: (inputs['weights']?.data ?? tokens.slice(1).map(() => 1)).map((weight) => weight / divisor),
    returns: inputs['returns']?.data ?? [],
    oldValues: inputs['values']?.data ?? [],
  };
}
