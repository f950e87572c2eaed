import type { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ModelConfig } from './model-config.ts';
import { type ParameterShape, parameterShapes } from './parameter-shapes.ts';
import { readModelConfig } from './read-model-config.ts';
import { SafetensorsReader } from './safetensors-reader.ts';
import type { NamedTensors } from './write-safetensors.ts';

/** The parameters of one model, laid out one after another in the order of `parameterShapes` or `criticShapes`. */
export interface Weights {
  readonly config: ModelConfig;
  readonly flat: Float32Array;
  /** By Hugging Face name; each `data` is a view of `flat`. */
  readonly tensors: NamedTensors;
}

/** The weights of `config` over `flat`, by default new memory holding zeros; `parameters` where they are not the policy's. */
export function weightsOver(
  config: ModelConfig,
  flat?: Float32Array,
  parameters: readonly ParameterShape[] = parameterShapes(config),
): Weights {
  const shapes = parameters.map(({ name, shape }) => ({
    name,
    shape,
    size: shape.reduce((a, b) => a * b, 1),
  }));
  const all = flat ?? new Float32Array(shapes.reduce((total, { size }) => total + size, 0));
  const tensors = new Map<string, { readonly shape: readonly number[]; readonly data: Float32Array }>();
  let offset = 0;
  for (const { name, shape, size } of shapes) {
    tensors.set(name, { shape, data: all.subarray(offset, offset + size) });
    offset += size;
  }
  return { config, flat: all, tensors };
}

/** The same weights in memory of their own. */
export function copyWeights({ config, flat, tensors }: Weights): Weights {
  return weightsOver(
    config,
    flat.slice(),
    [...tensors].map(([name, { shape }]) => ({ name, shape })),
  );
}

/**
 * Loads `config.json` and `model.safetensors` (or the shards that `model.safetensors.index.json` names) as float32.
 * @throws TwinZeroError `configuration` for a model this engine does not compute, `data` for missing, misshapen,
 * unexpected or broken tensors.
 */
export async function loadWeights(folder: string): Promise<Weights> {
  const weights = weightsOver(await readModelConfig(folder));
  await fillWeights(weights, folder);
  return weights;
}

/**
 * Reads every tensor of `weights` from the safetensors of a folder, which may hold no others.
 * @throws TwinZeroError `data` for missing, misshapen, unexpected or broken tensors.
 */
export async function fillWeights(weights: Weights, folder: string): Promise<void> {
  const reader = await SafetensorsReader.open(folder);
  try {
    for (const [name, { shape, data }] of weights.tensors) await reader.read(name, shape, data);
    const extra = reader.names().find((name) => !isExpected(name, weights));
    if (extra !== undefined)
      throw new TwinZeroError(
        'data',
        `${folder} holds a tensor ${extra} that its config.json does not call for: correct config.json`,
      );
  } finally {
    await reader.close();
  }
}

/** Old and tied checkpoints also store tensors that follow from the rest. */
function isExpected(name: string, { config, tensors }: Weights): boolean {
  return (
    tensors.has(name) ||
    name.endsWith('.rotary_emb.inv_freq') ||
    (config.tiedEmbeddings && name === 'lm_head.weight')
  );
}

/** Fresh weights: matrices normal with deviation `initializerRange`, norm gains 1, as transformers' `LlamaPreTrainedModel`. */
export function initialWeights(config: ModelConfig, random: Random): Weights {
  const weights = weightsOver(config);
  for (const [name, { shape, data }] of weights.tensors) {
    // Each tensor has a generator of its own, so that adding a layer does not change the others.
    const draws = random.fork(name);
    for (let i = 0; i < data.length; i += 1)
      data[i] = shape.length === 1 ? 1 : config.initializerRange * draws.normal();
  }
  return weights;
}
