import { Bench } from 'tinybench';
import { Random } from '../core/random.ts';
import type { ModelConfig } from '../engine/embedded/folder/model-config.ts';
import { bytesOf, copyTensors, shapesOf, zeroTensors } from '../engine/embedded/folder/named-tensors.ts';
import { withPrefix } from '../engine/embedded/folder/tensor-names.ts';
import { initialWeights } from '../engine/embedded/folder/weights.ts';
import { parameterPorts } from '../engine/embedded/model/parameter-ports.ts';
import type { SessionOptions } from '../engine/embedded/session/session-factory.ts';
import { type AdamState, adamW } from '../engine/embedded/train/adam-w.ts';
import { DeviceParameters } from '../engine/embedded/train/device-parameters.ts';
import { parameterFeeds } from '../engine/embedded/train/parameter-store.ts';
import type { AdamParams } from '../engine/engine.ts';

/** Median time of one clipped AdamW step over all parameters, from gradients at hand to new weights. */
export interface AdamWBench {
  readonly parameters: number;
  /** One pass of JavaScript over host memory. */
  readonly javascriptMs: number;
  /** The same step as graph nodes on the provider measured, copies of its outputs included. */
  readonly graphMs: number;
  readonly rounds: number;
}

const adam: AdamParams = {
  learningRate: 1e-4,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.1,
  maxGradNorm: 1,
};

/** Times AdamW at the size of `config`, after one uncounted round of each form. */
export async function benchAdamW(
  config: ModelConfig,
  options: SessionOptions & { readonly rounds: number },
): Promise<AdamWBench> {
  const weights = initialWeights(config, Random.seeded(0));
  // Any values of the size of weights will do for a gradient; the time does not depend on them.
  const gradient = copyTensors(weights.tensors);
  const shapes = shapesOf(weights.tensors);
  const host: AdamState = {
    weights: copyTensors(weights.tensors),
    gradient,
    first: zeroTensors(shapes),
    second: zeroTensors(shapes),
  };
  const device = await DeviceParameters.open(weights, options);
  let step = 0;
  const bench = new Bench({
    iterations: options.rounds,
    time: 0,
    warmupIterations: 1,
    warmupTime: 0,
    throws: true,
  });
  bench.add('javascript', () => {
    step += 1;
    adamW(host, adam, step);
  });
  bench.add('graph', async () => {
    // The first gradient after a step is taken as it is, without arithmetic.
    await device.accumulate(withPrefix(parameterPorts.gradient, parameterFeeds(gradient)));
    await device.optimStep(adam);
  });
  try {
    await bench.run();
  } finally {
    await device.release();
  }
  return {
    parameters: bytesOf(shapes) / 4,
    javascriptMs: medianMs(bench, 'javascript'),
    graphMs: medianMs(bench, 'graph'),
    rounds: options.rounds,
  };
}

function medianMs(bench: Bench, task: string): number {
  const result = bench.getTask(task)?.result;
  const median = result !== undefined && 'latency' in result ? result.latency.p50 : NaN;
  return Math.round(median * 10) / 10;
}
