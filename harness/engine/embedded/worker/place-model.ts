import { openWhole } from '../../../core/open-whole.ts';
import { DeviceSampler } from '../decode/device-sampler.ts';
import { HostSampler } from '../decode/host-sampler.ts';
import type { PublishedSampler, SamplerOptions } from '../decode/published-sampler.ts';
import { MappedWeights } from '../folder/mapped-weights.ts';
import type { SessionOptions } from '../session/session-factory.ts';
import { DeviceParameters } from '../train/device-parameters.ts';
import { HostParameters } from '../train/host-parameters.ts';
import { LoopTrainer } from '../train/loop-trainer.ts';
import { chunkPadding } from '../train/pack-micro-batches.ts';
import type { ParameterStore } from '../train/parameter-store.ts';
import type { OpenModel } from './open-model.ts';

/** A model's parameters, who samples with them, and who trains them many steps a run where that pays. */
export interface PlacedModel {
  readonly parameters: ParameterStore;
  readonly sampler: PublishedSampler;
  readonly loopTrainer: LoopTrainer | null;
}

/**
 * Puts a model where its provider works best: on webgpu everything stays on the device; cpu and cuda read this
 * process's memory, cuda because onnxruntime-node's device tensors cover WebGPU only.
 */
export async function placeModel(
  { weights, base }: Pick<OpenModel, 'weights' | 'base'>,
  options: SamplerOptions & SessionOptions,
): Promise<PlacedModel> {
  if (options.provider === 'webgpu') {
    return openWhole(async (opened) => {
      const inMemory = base instanceof MappedWeights ? await base.read() : base;
      const parameters = await DeviceParameters.open(weights, { ...options, base: inMemory });
      opened(() => parameters.release());
      return { parameters, sampler: await DeviceSampler.open(parameters, options), loopTrainer: null };
    });
  }
  const parameters = new HostParameters(weights, base);
  const session = { provider: options.provider, threads: options.threads };
  const loopTrainer =
    options.provider === 'cuda' && parameters.mapped === null
      ? await LoopTrainer.open(parameters, { ...session, maxTokens: options.maxTokens + chunkPadding })
      : null;
  return { parameters, sampler: new HostSampler(parameters, options), loopTrainer };
}
