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

/**
 * The weights of `config` over `flat`, by default new memory holding zeros; `parameters` where they are not the policy's.
 * @throws TwinZeroError `engine` when there is not memory enough.
 */
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
  const all = flat ?? zeros(shapes.reduce((total, { size }) => total + size, 0));
  const tensors = new Map<string, { readonly shape: readonly number[]; readonly data: Float32Array }>();
  let offset = 0;
  for (const { name, shape, size } of shapes) {
    tensors.set(name, { shape, data: all.subarray(offset, offset + size) });
    offset += size;
  }
  return { config, flat: all, tensors };
}

function zeros(count: number): Float32Array {
  try {
    return new Float32Array(count);
  } catch (cause) {
    throw new TwinZeroError(
      'engine',
      `${count} parameters take ${(count / 2 ** 28).toFixed(1)} GiB, which could not be had: use a smaller model or a larger machine`,
      { cause },
    );
  }
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
 * @param mend advice for a broken folder; default: that for a model of the user's
 * @throws TwinZeroError `configuration` for a model this engine does not compute, `data` for missing, misshapen,
 * unexpected or broken tensors.
 */
export async function loadWeights(folder: string, mend?: string): Promise<Weights> {
  const config = await readModelConfig(folder, mend);
  return readWeights(folder, { config, parameters: parameterShapes(config), mend });
}

/** Tensors that `readWeights` expects. */
export interface ExpectedWeights {
  readonly config: ModelConfig;
  readonly parameters: readonly ParameterShape[];
  /** Advice for a broken folder; default: that for a model of the user's. */
  readonly mend?: string | undefined;
}

/**
 * Reads the safetensors of a folder, which may hold no other tensors.
 * @throws TwinZeroError `data` for missing, misshapen, unexpected or broken tensors.
 */
export async function readWeights(
  folder: string,
  { config, parameters, mend }: ExpectedWeights,
): Promise<Weights> {
  const reader = await SafetensorsReader.open(folder, mend);
  try {
    reader.require(parameters, (name) => isSpare(name, config));
    const weights = weightsOver(config, undefined, parameters);
    for (const [name, { shape, data }] of weights.tensors) await reader.read(name, shape, data);
    return weights;
  } finally {
    await reader.close();
  }
}

/** Old and tied checkpoints also store tensors that follow from the rest. */
function isSpare(name: string, { tiedEmbeddings }: ModelConfig): boolean {
  return name.endsWith('.rotary_emb.inv_freq') || (tiedEmbeddings && name === 'lm_head.weight');
}

/**
 * Fresh weights: matrices normal with deviation `initializerRange`, norm gains 1, biases 0, as transformers'
 * `PreTrainedModel` draws them.
 */
export function initialWeights(config: ModelConfig, random: Random): Weights {
  const weights = weightsOver(config);
  for (const [name, { shape, data }] of weights.tensors) {
    // Each tensor has a generator of its own, so that adding a layer does not change the others.
    const draws = random.fork(name);
    if (shape.length === 1) data.fill(name.endsWith('.bias') ? 0 : 1);
    else for (let i = 0; i < data.length; i += 1) data[i] = config.initializerRange * draws.normal();
  }
  return weights;
}
