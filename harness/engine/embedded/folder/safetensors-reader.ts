import { open, stat, type FileHandle } from 'node:fs/promises';
import { accessing } from '../../../core/system-refusal.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import { decodeElements, elementBytes, isWeightDtype, type TensorDtype } from './decode-elements.ts';
import { allFinite, firstNonFinite } from './first-non-finite.ts';
import type { ParameterShape } from './parameter-shapes.ts';
import { readSafetensorsHeader, type SafetensorsFile, type TensorEntry } from './safetensors-header.ts';
import { type ShardIndex, weightFiles } from './weight-files.ts';

type StoredTensor = TensorEntry & SafetensorsFile;
type WeightTensor = StoredTensor & { readonly dtype: TensorDtype };

/** Place of a tensor that can be computed with. */
export interface WeightEntry extends TensorEntry {
  readonly dtype: TensorDtype;
  readonly file: string;
}

/** Elements decoded at a time, so that a 16-bit file needs no second copy of itself in memory. */
const blockElements = 1 << 20;
/** Looked through at a time; a multiple of every element's bytes. */
const scanBytes = 1 << 23;

/** The tensors of a folder's `model.safetensors`, or of the shards its index lists, read one at a time as float32. */
export class SafetensorsReader {
  readonly #folder: string;
  readonly #mend: string | undefined;
  readonly #tensors = new Map<string, StoredTensor>();
  readonly #files: { readonly file: string; readonly handle: FileHandle; readonly size: number }[] = [];

  private constructor(folder: string, mend: string | undefined) {
    this.#folder = folder;
    this.#mend = mend;
  }

  /**
   * Opens the files and reads their headers.
   * @param mend advice for a broken folder; default: that for a model of the user's
   * @throws TwinZeroError `data` when a file is missing, cut short or malformed, or a tensor is not in the shard that
   * the index maps it to.
   */
  static async open(folder: string, mend?: string): Promise<SafetensorsReader> {
    const reader = new SafetensorsReader(folder, mend);
    try {
      const { files, index } = await weightFiles(folder, mend);
      for (const file of files) await reader.#add(file, index);
      reader.#requireMapped(index);
    } catch (error) {
      await reader.close();
      throw error;
    }
    return reader;
  }

  names(): readonly string[] {
    return [...this.#tensors.keys()];
  }

  /**
   * Checks, before memory is taken for them, that the folder holds these tensors and no others.
   * @param spare whether a tensor beside them may be there, too
   * @throws TwinZeroError `data` when one is missing, has another shape or an element type that holds no weights, or
   * is not called for.
   */
  require(parameters: readonly ParameterShape[], spare: (name: string) => boolean): void {
    for (const { name, shape } of parameters) this.#checked(name, shape);
    const wanted = new Set(parameters.map(({ name }) => name));
    const extra = this.names().find((name) => !wanted.has(name) && !spare(name));
    if (extra !== undefined)
      throw this.#error(
        `${this.#folder} holds a tensor ${extra} that its config.json does not call for`,
        'correct config.json',
      );
  }

  /**
   * Reads one tensor into `target`.
   * @throws TwinZeroError `data` when it is missing, has another shape or an element type that holds no weights, or
   * holds a value that is not finite.
   */
  async read(name: string, shape: readonly number[], target: Float32Array): Promise<void> {
    const tensor = this.#checked(name, shape);
    const { dtype } = tensor;
    const width = elementBytes[dtype];
    for (let at = 0; at < target.length; at += blockElements) {
      const part = target.subarray(at, at + blockElements);
      const bytes = Buffer.alloc(part.length * width);
      await fill(bytes, tensor, tensor.start + at * width);
      decodeElements(bytes, dtype, part);
      this.#requireFinite(part, { name, file: tensor.file, at });
    }
  }

  /**
   * Places of tensors in their files, whose values are looked through once.
   * @throws TwinZeroError `data` as `read`.
   */
  async locate(parameters: readonly ParameterShape[]): Promise<ReadonlyMap<string, WeightEntry>> {
    const block = Buffer.alloc(scanBytes);
    const found = new Map<string, WeightEntry>();
    for (const { name, shape } of parameters) {
      const tensor = this.#checked(name, shape);
      const { dtype, file, start, end } = tensor;
      for (let at = start; at < end; at += block.length) {
        const bytes = block.subarray(0, Math.min(block.length, end - at));
        await fill(bytes, tensor, at);
        if (allFinite(bytes, dtype)) continue;
        const values = new Float32Array(bytes.length / elementBytes[dtype]);
        decodeElements(bytes, dtype, values);
        this.#requireFinite(values, { name, file, at: (at - start) / elementBytes[dtype] });
      }
      found.set(name, { shape, dtype, file, start, end });
    }
    return found;
  }

  /**
   * Checks that no file has become shorter since it was opened: a mapped part of a file that is gone ends the process.
   * @throws TwinZeroError `data` naming the file.
   */
  async requireWhole(): Promise<void> {
    for (const { file, handle, size } of this.#files) {
      const left = (await handle.stat()).size;
      if (left < size)
        throw this.#error(
          `${file} became shorter while it was in use (${left} of ${size} bytes)`,
          'copy or download it again, and open it anew',
        );
    }
  }

  /**
   * Checks that the files that were opened still go by their names.
   * @throws TwinZeroError `data` naming the file.
   */
  async requireUnmoved(): Promise<void> {
    for (const { file, handle } of this.#files) {
      const [opened, now] = await Promise.all([handle.stat(), stat(file).catch(() => null)]);
      if (now?.ino !== opened.ino || now.dev !== opened.dev)
        throw this.#error(`${file} was replaced while it was in use`, 'open the folder anew');
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.splice(0).map(({ handle }) => handle.close()));
  }

  async #add(file: string, index: ShardIndex | null): Promise<void> {
    const mend = this.#mend ?? 'copy or download it again';
    await accessing({ path: file, doing: 'read', mend }, 'data', async () => {
      const handle = await open(file);
      this.#files.push({ file, handle, size: (await handle.stat()).size });
      const source = { file, handle, mend };
      for (const [name, found] of await readSafetensorsHeader(source)) {
        const mapped = index === null ? file : index.fileOf.get(name);
        if (mapped === undefined)
          throw this.#error(`${file} holds a tensor ${name} that ${index?.file} does not list`, mend);
        // A tensor that lies in several shards counts where the index says.
        if (mapped === file) this.#tensors.set(name, { ...found, ...source });
      }
    });
  }

  #requireMapped(index: ShardIndex | null): void {
    for (const [name, file] of index?.fileOf ?? [])
      if (!this.#tensors.has(name))
        throw this.#error(
          `${file} holds no tensor ${name}, which ${index?.file} maps to it`,
          'download both again',
        );
  }

  #requireFinite(
    values: Float32Array,
    { name, file, at }: { readonly name: string; readonly file: string; readonly at: number },
  ): void {
    const found = firstNonFinite(values);
    if (found !== null)
      throw this.#error(
        `tensor ${name} in ${file} holds ${found.value} at element ${at + found.index}, with which nothing can be computed`,
        'copy or download it again, or go back to weights saved before',
      );
  }

  #checked(name: string, shape: readonly number[]): WeightTensor {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined)
      throw this.#error(
        `${this.#folder} holds no tensor ${name}, which its config.json calls for`,
        'correct config.json, or give the folder whole',
      );
    const where = `tensor ${name} in ${tensor.file}`;
    const { dtype, start, end } = tensor;
    if (!isWeightDtype(dtype))
      throw this.#error(`${where} has type ${dtype}`, 'convert it to F32, F16 or BF16');
    if (tensor.shape.join() !== shape.join())
      throw this.#error(
        `${where} has shape [${tensor.shape.join(', ')}], but config.json calls for [${shape.join(', ')}]`,
        'correct config.json, or give the weights that belong to it',
      );
    const bytes = shape.reduce((a, b) => a * b, elementBytes[dtype]);
    if (end - start !== bytes)
      throw this.#error(
        `${where} takes ${end - start} bytes where its shape needs ${bytes}`,
        'write the file again',
      );
    return { ...tensor, dtype };
  }

  #error(fact: string, advice: string): TwinZeroError {
    return new TwinZeroError('data', `${fact}: ${this.#mend ?? advice}`);
  }
}

async function fill(bytes: Buffer, source: SafetensorsFile, start: number): Promise<void> {
  const { file, handle, mend } = source;
  await accessing({ path: file, doing: 'read', mend }, 'data', async () => {
    for (let done = 0; done < bytes.length;) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
      if (bytesRead === 0)
        throw new TwinZeroError('data', `${file} became shorter while it was read: load it again`);
      done += bytesRead;
    }
  });
}
