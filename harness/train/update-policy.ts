import type { PolicyLoss } from '../algorithm/policy-loss.ts';
import type { AdamParams, Datum, Engine } from '../engine/engine.ts';
import { minibatches, type MinibatchOptions } from './minibatches.ts';
import { requireFinite } from './require-finite.ts';
import { type UpdateStats, summariseUpdates } from './update-stats.ts';

/** How often and on how much of the data the optimiser steps. */
export interface UpdateOptions extends MinibatchOptions {
  readonly loss: PolicyLoss;
  readonly adam: AdamParams;
  /** Passes over the data, from 1. */
  readonly epochs: number;
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
  const referenced =
    options.loss.klCoefficient !== 0 ? await withReference(engine, data, options.loss) : data;
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

async function withReference(engine: Engine, data: readonly Datum[], loss: PolicyLoss): Promise<Datum[]> {
  const sequences = data.map(({ tokens }) => tokens);
  const reference = await engine.logprobs(sequences, { temperature: loss.temperature, reference: true });
  return data.map((datum, i) => ({ ...datum, referenceLogprobs: reference[i] ?? [] }));
}

function weightedTokens({ weights }: Datum): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
