import { chunkPadding } from './chunk-padding.ts';
import { DeviceParameters } from './device-parameters.ts';
import { DeviceSampler } from './device-sampler.ts';
import { HostParameters } from './host-parameters.ts';
import { HostSampler } from './host-sampler.ts';
import { LoopTrainer } from './loop-trainer.ts';
import type { ParameterStore } from './parameter-store.ts';
import type { Sampler, SamplerOptions } from './sampler.ts';
import type { SessionOptions } from './session-factory.ts';
import type { Weights } from './weights.ts';

/** A model's parameters, who samples with them, and who trains them many steps a run where that pays. */
export interface Policy {
  readonly parameters: ParameterStore;
  readonly sampler: Sampler;
  readonly loopTrainer: LoopTrainer | null;
}

/**
 * Puts a model where its provider works best: on webgpu everything stays on the device; cpu and cuda read this
 * process's memory, cuda because onnxruntime-node's device tensors cover WebGPU only.
 */
export async function openPolicy(
  weights: Weights,
  options: SamplerOptions & SessionOptions,
): Promise<Policy> {
  if (options.provider === 'webgpu') {
    const parameters = await DeviceParameters.open(weights, options);
    return { parameters, sampler: await DeviceSampler.open(parameters, options), loopTrainer: null };
  }
  const parameters = new HostParameters(weights);
  const session = { provider: options.provider, threads: options.threads };
  const loopTrainer =
    options.provider === 'cuda'
      ? await LoopTrainer.open(parameters, { ...session, maxTokens: options.maxTokens + chunkPadding })
      : null;
  return { parameters, sampler: new HostSampler(parameters, options), loopTrainer };
}
