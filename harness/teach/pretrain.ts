import type { DemonstrationTurn } from '../core/episode.ts';
import type { AdamParams, Datum, Learner, TextCodec } from '../engine/index.ts';
import type { Protocol } from '../rollout/index.ts';
import { type LearningRate, learningRateAt } from '../algorithm/learning-rate.ts';

/** Settings of `demonstrationDatum`. */
export interface DemonstrationDatumOptions {
  /** Loss weight of tokens that the policy does not write. */
  readonly contextWeight: number;
  /** Default `message`. */
  readonly observationAs?: Protocol['observationAs'];
}

/**
 * The tokens of a demonstration as an episode would hold them, weight 1 on what the policy writes (its stop token
 * included) and `contextWeight` elsewhere.
 *
 * Where observations continue the policy's message (`Protocol.observationAs`) only the last turn ends in a stop token.
 */
export function demonstrationDatum(
  codec: TextCodec,
  turns: readonly DemonstrationTurn[],
  { contextWeight, observationAs = 'message' }: DemonstrationDatumOptions,
): Datum {
  const tokens: number[] = [];
  const weights: number[] = [];
  for (const [i, { role, text, weight = role === 'policy' ? 1 : contextWeight }] of turns.entries()) {
    const open = observationAs === 'continuation' && i < turns.length - 1;
    const part = open && role !== 'prompt' ? codec.encode(text) : encodeTurn(codec, role, text);
    tokens.push(...part);
    weights.push(...part.map(() => weight));
  }
  return { tokens, weights: weights.slice(1) };
}

function encodeTurn(codec: TextCodec, role: DemonstrationTurn['role'], text: string): number[] {
  switch (role) {
    case 'prompt':
      return codec.prompt(text);
    case 'observation':
      return codec.observation(text);
    case 'policy':
      return [...codec.encode(text), codec.stopToken];
  }
}

/** Settings of `supervise`. */
export interface SuperviseOptions {
  readonly learner: Learner;
  readonly steps: number;
  /** The sequences of a step, from 0. */
  readonly data: (step: number) => Promise<readonly Datum[]>;
  readonly learningRate: LearningRate;
  readonly adam: Omit<AdamParams, 'learningRate'>;
  /** Called after each step with its mean weighted loss, nats per token. */
  readonly onStep?: (step: number, loss: number) => Promise<void> | void;
}

/** Supervised training, cross-entropy with a token mean; publishes the weights at the end. */
export async function supervise({ learner, steps, data, ...options }: SuperviseOptions): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    const loss = { kind: 'cross_entropy', reduction: 'token-mean' } as const;
    const output = await learner.forwardBackward(await data(step), loss);
    const learningRate = learningRateAt(options.learningRate, { done: step, total: steps });
    await learner.optimStep({ ...options.adam, learningRate });
    await options.onStep?.(step, output.loss);
  }
  await learner.publish();
}

/** Settings of `pretrain`. */
export interface PretrainOptions extends Omit<SuperviseOptions, 'data'> {
  readonly codec: TextCodec;
  /** The demonstrations of a step, from 0. */
  readonly demonstrations: (step: number) => Promise<readonly (readonly DemonstrationTurn[])[]>;
  /** Loss weight of tokens the policy does not write, 0 to 1: predicting documents speeds up learning to read them. */
  readonly contextWeight: number;
  /** As in the protocol the demonstrations follow; default `message`. */
  readonly observationAs?: Protocol['observationAs'];
}

/** `supervise` on demonstrations. */
export async function pretrain(options: PretrainOptions): Promise<void> {
  const { codec, demonstrations, contextWeight, observationAs, ...training } = options;
  const weighting = { contextWeight, ...(observationAs !== undefined && { observationAs }) };
  const data = async (step: number): Promise<Datum[]> =>
    (await demonstrations(step)).map((turns) => demonstrationDatum(codec, turns, weighting));
  await supervise({ ...training, data });
}
