import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { accessing } from '../../core/system-refusal.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { downloadFile, faultOf } from './download-file.ts';
import { type Hub, hubHeaders, HubUnreachable, listRepository } from './hub.ts';
import { type Fetchable, fits } from './model-manifest.ts';
import {
  type ModelPlan,
  planModel,
  type PlannedFile,
  type PlanRequest,
  planWithoutHub,
} from './model-plan.ts';

/** A model to fetch. */
export interface FetchRequest extends PlanRequest {
  readonly hub: Hub;
  /** A file that one has, or a folder of them, instead of the hub. */
  readonly from?: string | undefined;
  readonly idleMs?: number;
  readonly pauseMs?: number;
  readonly onBytes?: (file: PlannedFile, bytes: number) => void;
}

/** One file, how it came into place, and whether a hash said that it is the right one. */
export interface FetchedModelFile {
  readonly path: string;
  readonly status: 'already there' | 'copied' | 'downloaded';
  readonly checked: boolean;
}

/** What a fetch would do; `unreachable` is why the hub could not be asked for the rest. */
export type Planned = ModelPlan & { readonly unreachable: string | null };

/**
 * Plans a fetch, from what the hub lists or, where it can't be reached, from the manifest alone.
 * @throws TwinZeroError as `listRepository` and `planModel`.
 */
export async function planFetch(model: Fetchable, request: FetchRequest): Promise<Planned> {
  try {
    const listing = await listRepository(request.hub, model);
    return { ...planModel(model, listing, request), unreachable: null };
  } catch (error) {
    if (!(error instanceof HubUnreachable)) throw error;
    return { ...planWithoutHub(model, request), unreachable: error.message };
  }
}

/**
 * Puts the files of a model into place: downloaded with resume and checked, or copied from what one has. A file that is
 * already right is left alone.
 * @throws TwinZeroError `data` when a file cannot be had or is another one, with the address, the name of the file and
 * the place to put it where the hub can't be reached; `configuration` where one of several has to be chosen.
 */
export async function fetchModel(model: Fetchable, request: FetchRequest): Promise<FetchedModelFile[]> {
  return fetchPlanned(await planFetch(model, request), model, request);
}

/** Puts the files of a plan into place; otherwise as `fetchModel`. */
export async function fetchPlanned(
  plan: Planned,
  model: Fetchable,
  request: FetchRequest,
): Promise<FetchedModelFile[]> {
  if (request.from !== undefined) return take(plan, { ...request, model, from: request.from });
  const [first] = plan.files;
  if (plan.unreachable !== null && first !== undefined)
    throw unreachable(first, { reason: plan.unreachable, hub: request.hub });
  const fetched: FetchedModelFile[] = [];
  for (const file of plan.files) fetched.push(await download(file, request));
  return fetched;
}

async function download(
  file: PlannedFile,
  { hub, idleMs, pauseMs, onBytes }: FetchRequest,
): Promise<FetchedModelFile> {
  const checked = file.check !== null;
  if (await isThere(file)) return { path: file.path, status: 'already there', checked };
  try {
    await downloadFile({
      ...file,
      headers: hubHeaders(hub),
      fetch: hub.fetch,
      onBytes: (bytes) => onBytes?.(file, bytes),
      ...(idleMs !== undefined && { idleMs }),
      ...(pauseMs !== undefined && { pauseMs }),
    });
  } catch (error) {
    if (error instanceof HubUnreachable) throw unreachable(file, { reason: error.message, hub });
    throw error;
  }
  return { path: file.path, status: 'downloaded', checked };
}

async function isThere(file: PlannedFile): Promise<boolean> {
  const found = await stat(file.path).catch(() => null);
  return found?.isFile() === true && (await faultOf(file.path, file)) === null;
}

function unreachable(
  { url, path, name }: Pick<PlannedFile, 'url' | 'path' | 'name'>,
  { reason, hub }: { readonly reason: string; readonly hub: Hub },
): TwinZeroError {
  const [what, where] = name.includes('*') ? [`${name} from ${url}`, dirname(path)] : [url, path];
  return new TwinZeroError(
    'data',
    `${new URL(hub.address).host} cannot be used (${reason}): download ${what} where it can be reached and put it at ${where}, or give the file by --from`,
  );
}

interface Taking extends FetchRequest {
  readonly model: Fetchable;
  readonly from: string;
}

/** Copies the files of a plan from a folder, or the one file that is given. */
async function take(plan: Planned, { from, model, folder }: Taking): Promise<FetchedModelFile[]> {
  const found = await accessing({ path: from, doing: 'read' }, 'data', () => stat(from));
  if (found.isFile()) return [await takeFile(from, plannedFor(basename(from), plan, { model, folder }))];
  const patterns = plan.files.filter(({ name }) => name.includes('*'));
  if (patterns.length > 0)
    throw new TwinZeroError(
      'configuration',
      `the files ${patterns.map(({ name }) => name).join(', ')} of ${model.id} are not known by name without the hub; give them to --from one by one`,
    );
  const taken: FetchedModelFile[] = [];
  for (const file of plan.files) taken.push(await takeFile(join(from, file.name), file));
  return taken;
}

function plannedFor(
  name: string,
  plan: Planned,
  { model, folder }: Pick<Taking, 'model' | 'folder'>,
): PlannedFile {
  const planned = plan.files.find((file) => basename(file.name) === name || fits(name, basename(file.name)));
  if (planned === undefined)
    throw new TwinZeroError(
      'configuration',
      `${name} is none of the files of ${model.id}, which are ${plan.files.map((file) => file.name).join(', ')}; give one of these`,
    );
  if (!planned.name.includes('*')) return planned;
  return { ...planned, name, path: join(folder, dirname(planned.name), name) };
}

async function takeFile(source: string, file: PlannedFile): Promise<FetchedModelFile> {
  const part = `${file.path}.part`;
  await accessing({ path: source, doing: 'read' }, 'data', () => stat(source));
  const fault = await faultOf(source, file);
  if (fault !== null)
    throw new TwinZeroError(
      'data',
      `${source} is not the file that is pinned: it has ${fault}; nothing was copied`,
    );
  await accessing({ path: file.path, doing: 'written' }, 'data', async () => {
    await mkdir(dirname(file.path), { recursive: true });
    try {
      await copyFile(source, part);
      await rename(part, file.path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  });
  return { path: file.path, status: 'copied', checked: file.check !== null };
}
