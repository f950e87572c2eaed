import type { Random } from '../../../core/random.ts';
import type { ModelConfig } from './model-config.ts';
import { copyTensors, type NamedTensors, zeroTensors } from './named-tensors.ts';
import { type ParameterShape, parameterShapes } from './parameter-shapes.ts';
import { readModelConfig } from './read-model-config.ts';
import { SafetensorsReader } from './safetensors-reader.ts';

/** Parameters of a model by Hugging Face name: all of them, or those of one part of it. */
export interface Weights {
  readonly config: ModelConfig;
  readonly tensors: NamedTensors;
}

/** The same weights in memory of their own. */
export function copyWeights({ config, tensors }: Weights): Weights {
  return { config, tensors: copyTensors(tensors) };
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
    const tensors = zeroTensors(parameters);
    for (const [name, { shape, data }] of tensors) await reader.read(name, shape, data);
    return { config, tensors };
  } finally {
    await reader.close();
  }
}

/** Old and tied checkpoints also store tensors that follow from the rest. */
export function isSpare(name: string, { tiedEmbeddings }: ModelConfig): boolean {
  return name.endsWith('.rotary_emb.inv_freq') || (tiedEmbeddings && name === 'lm_head.weight');
}

/**
 * Fresh weights: matrices normal with deviation `initializerRange`, norm gains 1, biases 0, as transformers'
 * `PreTrainedModel` draws them.
 */
export function initialWeights(config: ModelConfig, random: Random): Weights {
  const tensors = zeroTensors(parameterShapes(config));
  for (const [name, { shape, data }] of tensors) {
    // Each tensor has a generator of its own, so that adding a layer does not change the others.
    const draws = random.fork(name);
    if (shape.length === 1) data.fill(name.endsWith('.bias') ? 0 : 1);
    else for (let i = 0; i < data.length; i += 1) data[i] = config.initializerRange * draws.normal();
  }
  return { config, tensors };
}
