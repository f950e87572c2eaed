import type { PolicyLoss } from '../algorithm/policy-loss.ts';
import type { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { AdamParams, Datum, Engine } from '../engine/engine.ts';
import { type UpdateStats, summariseUpdates } from './update-stats.ts';

/** How often and on how much of the data the optimiser steps. */
export interface UpdateOptions {
  readonly loss: PolicyLoss;
  readonly adam: AdamParams;
  /** Passes over the data, from 1. */
  readonly epochs: number;
  /** Optimiser steps per pass, from 1; at most one per datum is taken. */
  readonly minibatches: number;
  /** Shuffles the data before they are cut into minibatches. */
  readonly random: Random;
}

/**
 * Trains on one step's data and publishes the weights; null when there are no data.
 * @throws TwinZeroError `engine` when loss or gradient overflow: what would follow is no policy.
 */
export async function updatePolicy(
  engine: Engine,
  data: readonly Datum[],
  options: UpdateOptions,
): Promise<UpdateStats | null> {
  if (data.length === 0) return null;
  const referenced = options.loss.klCoefficient > 0 ? await withReference(engine, data, options.loss) : data;
  const updates = [];
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    for (const batch of minibatches(referenced, options, epoch)) {
      const output = await engine.forwardBackward(batch, options.loss);
      requireFinite('loss', output.loss);
      const { gradNorm } = await engine.optimStep(options.adam);
      requireFinite('gradient norm', gradNorm);
      updates.push({
        output,
        gradNorm,
        tokens: batch.reduce((sum, datum) => sum + weightedTokens(datum), 0),
      });
    }
  }
  await engine.publish();
  return summariseUpdates(updates);
}

function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value))
    throw new TwinZeroError(
      'engine',
      `training diverged: the ${name} is ${value}; lower the learning rate or clip the gradient, and start the run anew`,
    );
}

async function withReference(engine: Engine, data: readonly Datum[], loss: PolicyLoss): Promise<Datum[]> {
  const sequences = data.map(({ tokens }) => tokens);
  const reference = await engine.logprobs(sequences, { temperature: loss.temperature, reference: true });
  return data.map((datum, i) => ({ ...datum, referenceLogprobs: reference[i] ?? [] }));
}

function minibatches(data: readonly Datum[], options: UpdateOptions, epoch: number): (readonly Datum[])[] {
  const parts = Math.min(options.minibatches, data.length);
  if (parts === 1) return [data];
  const shuffled = options.random.fork('minibatch', epoch).shuffle(data);
  const bound = (part: number): number => Math.floor((part * data.length) / parts);
  return Array.from({ length: parts }, (_, part) => shuffled.slice(bound(part), bound(part + 1)));
}

function weightedTokens({ weights }: Datum): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
