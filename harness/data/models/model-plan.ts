import { join } from 'node:path';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { fileAddress, type Hub, type ListedFile, type Listing, repositoryAddress } from './hub.ts';
import { type Fetchable, fits, type ModelFile } from './model-manifest.ts';

/** A file that a fetch brings. */
export interface PlannedFile {
  readonly name: string;
  readonly url: string;
  readonly path: string;
  /** Null where neither the manifest nor the hub says it. */
  readonly bytes: number | null;
  readonly check: ListedFile['check'];
}

/** All files of a model, and the commit they are taken at. */
export interface ModelPlan {
  readonly commit: string;
  readonly files: readonly PlannedFile[];
}

/** Where the files are from, where they go, and which of several is wanted. */
export interface PlanRequest {
  readonly hub: Pick<Hub, 'address'>;
  readonly folder: string;
  /** The name of the one file to take where there is a choice. */
  readonly file?: string | undefined;
}

/**
 * The files of a model by what the hub lists.
 * @throws TwinZeroError `data` where the hub lacks one; `configuration` where one
 * of several has to be chosen.
 */
export function planModel(model: Fetchable, { commit, files }: Listing, request: PlanRequest): ModelPlan {
  const chosen = model.files.flatMap((wanted) => chosenFiles(wanted, files, { ...request, model }));
  return {
    commit,
    files: chosen.map(({ wanted, listed }) => ({
      name: listed.name,
      url: fileAddress(request.hub, { ...model, commit, name: listed.name }),
      path: join(request.folder, listed.name),
      bytes: wanted.bytes ?? listed.bytes,
      check: pinned(wanted, listed.check),
    })),
  };
}

/** The part of the plan that is known without the hub; a pattern stands as it is, with the address of the list that tells. */
export function planWithoutHub(model: Fetchable, { hub, folder, file }: PlanRequest): ModelPlan {
  const { revision, files } = model;
  const commit = revision ?? 'main';
  return {
    commit,
    files: files.map((wanted) => {
      const name = file !== undefined && fits(file, wanted.name) ? file : wanted.name;
      return {
        name,
        url: name.includes('*')
          ? `${repositoryAddress(hub, model)}/tree/${commit}`
          : fileAddress(hub, { ...model, commit, name }),
        path: join(folder, name),
        bytes: wanted.bytes,
        check: pinned(wanted, null),
      };
    }),
  };
}

/** The pinned hash, which counts before what the hub says. */
function pinned({ sha256 }: ModelFile, listed: ListedFile['check']): ListedFile['check'] {
  return sha256 === null ? listed : { kind: 'sha256', hash: sha256 };
}

interface Choosing extends PlanRequest {
  readonly model: Fetchable;
}

function chosenFiles(
  wanted: ModelFile,
  listed: readonly ListedFile[],
  { model, hub, file }: Choosing,
): { readonly wanted: ModelFile; readonly listed: ListedFile }[] {
  const found = listed.filter(({ name }) => fits(name, wanted.name));
  const [only] = found;
  if (only === undefined)
    throw new TwinZeroError(
      'data',
      `${repositoryAddress(hub, model)} lists no file ${wanted.name}, which ${model.id} needs; look at its page for where it is now`,
    );
  if (wanted.take === 'all' || (found.length === 1 && file === undefined))
    return found.map((one) => ({ wanted, listed: one }));
  const asked = found.find(({ name }) => name === file);
  if (asked !== undefined) return [{ wanted, listed: asked }];
  const names = found.map(({ name, bytes }) => `${name} (${(bytes / 1e9).toFixed(2)} GB)`).join(', ');
  throw new TwinZeroError(
    'configuration',
    `${model.id} has ${found.length} files of which one is needed: ${names}; choose one by --file`,
  );
}
