import { Random } from '../core/random.ts';
import type { Learner, TextCodec } from '../engine/index.ts';
import { emphasiseAnswer, type SimulatorFormat, type SimulatorRequest } from '../search/index.ts';
import type { LearningRate } from '../algorithm/learning-rate.ts';
import { pretrain, type PretrainOptions } from './pretrain.ts';

/** A search as a simulator should answer it. */
export interface SimulatorExample {
  readonly request: SimulatorRequest;
  readonly documents: readonly string[];
}

/** Settings of `tuneSimulator`. */
export interface TuneOptions extends Pick<PretrainOptions, 'adam' | 'onStep'> {
  readonly learner: Learner;
  readonly codec: TextCodec;
  readonly format: SimulatorFormat;
  readonly seed: number;
  readonly steps: number;
  readonly perStep: number;
  readonly learningRate: LearningRate;
}

/**
 * Supervised fine-tuning on labelled searches, loss on the documents alone; examples are drawn pass by pass in an order
 * that depends on the seed only, so that simulators of all sizes see the same (ZeroSearch section 3.3 and issue 25:
 * useful and noisy balanced, one set for all sizes).
 */
export async function tuneSimulator(
  examples: readonly SimulatorExample[],
  options: TuneOptions,
): Promise<void> {
  const { format, seed, perStep } = options;
  const random = Random.seeded(seed).fork('simulator examples');
  const orders = new Map<number, readonly SimulatorExample[]>();
  const exampleAt = (place: number): SimulatorExample => {
    const pass = Math.floor(place / examples.length);
    const order = orders.get(pass) ?? random.fork(pass).shuffle(examples);
    orders.set(pass, order);
    return order[place % examples.length] as SimulatorExample;
  };
  await pretrain({
    ...options,
    contextWeight: 0,
    observationAs: 'continuation',
    demonstrations: async (step) =>
      Array.from({ length: perStep }, (_, i) => {
        const { request, documents } = exampleAt(step * perStep + i);
        return [
          { role: 'prompt', text: format.prompt(request, 'sft') },
          ...emphasiseAnswer(format.completion(documents), request.label === 'useful' ? request.gold : null),
        ];
      }),
  });
}
