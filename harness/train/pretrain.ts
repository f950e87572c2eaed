import type { DemonstrationTurn } from '../core/demonstration-turn.ts';
import type { AdamParams, Datum, Engine } from '../engine/engine.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import type { Protocol } from '../rollout/protocol.ts';
import { demonstrationDatum } from './demonstration-datum.ts';
import { learningRateAt, type LearningRate } from './learning-rate.ts';

/** How a policy is taught from demonstrations. */
export interface PretrainOptions {
  readonly engine: Engine;
  readonly codec: TextCodec;
  readonly steps: number;
  /** The demonstrations of a step, from 0. */
  readonly demonstrations: (step: number) => Promise<readonly (readonly DemonstrationTurn[])[]>;
  readonly learningRate: LearningRate;
  readonly adam: Omit<AdamParams, 'learningRate'>;
  /** Loss weight of tokens the policy does not write, 0 to 1: predicting documents speeds up learning to read them. */
  readonly contextWeight: number;
  /** As in the protocol the demonstrations follow; `message` unless told. */
  readonly observationAs?: Protocol['observationAs'];
  /** Called after each step with its mean weighted loss, nats per token. */
  readonly onStep?: (step: number, loss: number) => Promise<void> | void;
}

/** Supervised training on demonstrations, cross-entropy with a token mean; publishes the weights at the end. */
export async function pretrain(options: PretrainOptions): Promise<void> {
  const { engine, codec, steps, contextWeight, observationAs } = options;
  const weighting = { contextWeight, ...(observationAs !== undefined && { observationAs }) };
  for (let step = 0; step < steps; step += 1) {
    const shown = await options.demonstrations(step);
    const data: Datum[] = shown.map((turns) => demonstrationDatum(codec, turns, weighting));
    const { loss } = await engine.forwardBackward(data, { kind: 'cross_entropy', reduction: 'token-mean' });
    const learningRate = learningRateAt(options.learningRate, { done: step, total: steps });
    await engine.optimStep({ ...options.adam, learningRate });
    await options.onStep?.(step, loss);
  }
  await engine.publish();
}
