import { openWhole } from '../../../core/open-whole.ts';
import { openAdapter } from '../adapter/open-adapter.ts';
import { mostBakedBytes } from '../decode/host-sampler.ts';
import { MappedWeights } from '../folder/mapped-weights.ts';
import { bytesOf } from '../folder/named-tensors.ts';
import { parameterShapes } from '../folder/parameter-shapes.ts';
import { readModelConfig } from '../folder/read-model-config.ts';
import { loadWeights, type Weights } from '../folder/weights.ts';
import type { EmbeddedOptions } from '../session/embedded-options.ts';

/** What a policy computes with. */
export interface OpenModel {
  /** What training changes: the model's weights, or those of the adapter on it; none of a model in its files. */
  readonly weights: Weights;
  /** The weights under an adapter, or all of a model in its files, which stay as they are; null without either. */
  readonly base: Weights | MappedWeights | null;
  /** Name of the base that goes with a saved adapter. */
  readonly baseModel: string;
}

/**
 * Reads or maps the model of a folder, and reads or makes the adapter on it.
 * @throws TwinZeroError `configuration` or `data` when a folder cannot be used.
 */
export async function openModel(options: EmbeddedOptions): Promise<OpenModel> {
  const { folder, adapter } = options;
  const model = (await openMapped(options)) ?? (await loadWeights(folder));
  const { config } = model;
  if (adapter !== undefined)
    return openWhole(async (opened) => {
      if (model instanceof MappedWeights) opened(() => model.close());
      return { base: model, ...(await openAdapter(adapter, { config, folder })) };
    });
  return model instanceof MappedWeights
    ? { weights: { config, tensors: new Map() }, base: model, baseModel: folder }
    : { weights: model, base: null, baseModel: folder };
}

/** The weights of a large folder in their files; null where they are to be read into memory. */
async function openMapped({
  folder,
  provider = 'cpu',
  mostBytesInMemory = mostBakedBytes,
}: EmbeddedOptions): Promise<MappedWeights | null> {
  // On webgpu they are uploaded once, by the parameters' own session.
  if (provider === 'webgpu') return null;
  const bytes = bytesOf(parameterShapes(await readModelConfig(folder)));
  return bytes > mostBytesInMemory ? MappedWeights.open(folder) : null;
}
