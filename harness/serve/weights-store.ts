import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../core/parse-json.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import { writeFileWhole } from '../core/write-file-whole.ts';
import { type ModelSpec, modelSpec, type StateFolder } from './state-folder.ts';

/** Kinds of saved weights: with their optimiser to train on from, or to sample from. */
export type WeightsKind = 'weights' | 'sampler_weights';

/** Saved weights: their folder, and the model that they are of. */
export interface SavedWeights {
  readonly folder: string;
  readonly spec: ModelSpec;
}

/** Name that weights are to be saved under, and the number of the request that saves them. */
export interface WeightsName {
  readonly kind: WeightsKind;
  readonly name: string;
  readonly overwrite: boolean;
  readonly request: number;
}

/** Where weights are saved. */
export interface WeightsPlace {
  readonly address: string;
  readonly folder: string;
}

const weightsNote = z.object({ spec: modelSpec, request: z.int() });

/** Weights by their address, `tinker://<model>/<kind>/<name>`, in the state folder. */
export class WeightsStore {
  readonly #state: StateFolder;

  constructor(state: StateFolder) {
    this.#state = state;
  }

  /**
   * The address of weights and the folder to write them into. A name is taken but for the request that took it, which a
   * restart does again.
   * @throws TwinZeroError `configuration` for a name that is none, and for one that is taken.
   */
  async place(model: string, { kind, name, overwrite, request }: WeightsName): Promise<WeightsPlace> {
    const folder = this.#folder(model, kind, name);
    const address = `tinker://${model}/${kind}/${name}`;
    if (!overwrite && existsSync(note(folder)) && (await readNote(folder)).request !== request)
      throw new TwinZeroError('configuration', `${address} is there already; choose another name`);
    return { address, folder };
  }

  /** Says whose weights a folder holds; written last, it makes them whole. */
  async seal(folder: string, of: z.output<typeof weightsNote>): Promise<void> {
    await writeFileWhole(note(folder), `${JSON.stringify(of)}\n`);
  }

  /** @throws TwinZeroError `configuration` for an address where nothing was saved. */
  async find(address: string): Promise<SavedWeights> {
    const [, model, kind, name] =
      /^tinker:\/\/([^/]+)\/(?:(weights|sampler_weights)\/)?([^/]+)$/u.exec(address) ?? [];
    if (model !== undefined && name !== undefined)
      for (const each of kind === undefined
        ? (['sampler_weights', 'weights'] as const)
        : [kind as WeightsKind]) {
        const folder = this.#folder(model, each, name);
        if (!existsSync(note(folder))) continue;
        return { folder, spec: (await readNote(folder)).spec };
      }
    throw new TwinZeroError('configuration', `there are no weights at ${address}; save them first`);
  }

  #folder(model: string, kind: WeightsKind, name: string): string {
    // Both become parts of a path.
    for (const part of [model.replaceAll(':', '_'), name])
      if (!/^[\w-][\w.-]{0,127}$/u.test(part))
        throw new TwinZeroError(
          'configuration',
          `"${part}" is no name for weights; use up to 128 letters, digits, dots, hyphens and underscores`,
        );
    return join(this.#state.modelFolder(model), kind, name);
  }
}

function note(folder: string): string {
  return join(folder, 'tinker.json');
}

async function readNote(folder: string): Promise<z.output<typeof weightsNote>> {
  const file = note(folder);
  return parseJson(await readFile(file, 'utf8'), weightsNote, { where: file });
}
