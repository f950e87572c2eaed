import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { FileRange, OnnxType } from '../graph/onnx-model.ts';
import type { TensorDtype } from './decode-elements.ts';
import type { ModelConfig } from './model-config.ts';
import { zeroTensors } from './named-tensors.ts';
import { type ParameterShape, parameterShapes } from './parameter-shapes.ts';
import { readModelConfig } from './read-model-config.ts';
import { SafetensorsReader, type WeightEntry } from './safetensors-reader.ts';
import { isSpare, type Weights } from './weights.ts';

/** A tensor in its file, in the element type in which it is stored. */
export interface MappedTensor {
  readonly shape: readonly number[];
  readonly type: OnnxType;
  readonly data: FileRange;
}

const onnxTypeOf: Readonly<Record<TensorDtype, OnnxType>> = {
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
};

/**
 * Weights of a model that stay in their safetensors files, from which sessions map them into memory: they take memory
 * that the operating system can take back, and in 16 bits half of what float32 takes.
 */
export class MappedWeights {
  readonly config: ModelConfig;
  /** Folder that the files of `tensors` lie in. */
  readonly folder: string;
  readonly tensors: ReadonlyMap<string, MappedTensor>;
  readonly #reader: SafetensorsReader;

  private constructor(
    reader: SafetensorsReader,
    parts: Pick<MappedWeights, 'config' | 'folder' | 'tensors'>,
  ) {
    this.config = parts.config;
    this.folder = parts.folder;
    this.tensors = parts.tensors;
    this.#reader = reader;
  }

  /**
   * Opens the files of a folder, whose values it looks through once; null where they cannot be mapped, since links lead
   * to several folders.
   * @throws TwinZeroError as `loadWeights`.
   */
  static async open(folder: string, mend?: string): Promise<MappedWeights | null> {
    const config = await readModelConfig(folder, mend);
    const parameters = parameterShapes(config);
    const reader = await SafetensorsReader.open(folder, mend);
    try {
      reader.require(parameters, (name) => isSpare(name, config));
      const entries = await reader.locate(parameters);
      // ONNX Runtime follows links, and refuses what they lead to outside its folder.
      const real = await realPaths(entries);
      const [home = folder, ...others] = new Set([...real.values()].map(dirname));
      if (others.length === 0)
        return new MappedWeights(reader, { config, folder: home, tensors: mapped(entries, real) });
    } catch (error) {
      await reader.close();
      throw error;
    }
    await reader.close();
    return null;
  }

  get shapes(): readonly ParameterShape[] {
    return [...this.tensors].map(([name, { shape }]) => ({ name, shape }));
  }

  /** The weights as float32, from the files that were opened. */
  async read(): Promise<Weights> {
    const tensors = zeroTensors(this.shapes);
    for (const [name, { shape, data }] of tensors) await this.#reader.read(name, shape, data);
    return { config: this.config, tensors };
  }

  /**
   * To be called before a session maps the files.
   * @throws TwinZeroError `data` when one was replaced or became shorter since it was opened.
   */
  async requireMappable(): Promise<void> {
    await this.#reader.requireUnmoved();
    await this.requireWhole();
  }

  /**
   * To be called before a session that has mapped the files runs.
   * @throws TwinZeroError `data` when one became shorter since it was opened.
   */
  requireWhole(): Promise<void> {
    return this.#reader.requireWhole();
  }

  close(): Promise<void> {
    return this.#reader.close();
  }
}

async function realPaths(entries: ReadonlyMap<string, WeightEntry>): Promise<ReadonlyMap<string, string>> {
  const files = new Set([...entries.values()].map(({ file }) => file));
  return new Map(await Promise.all([...files].map(async (file) => [file, await realpath(file)] as const)));
}

function mapped(
  entries: ReadonlyMap<string, WeightEntry>,
  real: ReadonlyMap<string, string>,
): MappedWeights['tensors'] {
  return new Map(
    [...entries].map(([name, { shape, dtype, file, start, end }]) => [
      name,
      {
        shape,
        type: onnxTypeOf[dtype],
        data: { file: basename(real.get(file) ?? file), start, bytes: end - start },
      },
    ]),
  );
}
