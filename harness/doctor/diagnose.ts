import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { env } from 'onnxruntime-node';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { DatasetSource } from '../data/dataset-source.ts';
import { findDatasets } from '../data/find-datasets.ts';
import { llamaCpp, probeProvider, type ProviderProbe } from '../engine/index.ts';
import { findPackage, type OptionalPackage } from '../core/optional-package.ts';
import { describeMachine, type MachineDescription } from '../run/index.ts';
import { lanceDb, type WebService, webServices } from '../search/index.ts';

/** A thing TwinZero needs that is there, or is not for the reason given. */
export type Finding = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** A finding of an optional package, with its version. */
type Installed =
  { readonly ok: true; readonly version: string } | { readonly ok: false; readonly reason: string };

/** Findings of `twinzero doctor` about a machine. */
export interface Diagnosis extends MachineDescription {
  /** onnxruntime-node as installed. */
  readonly onnxRuntime: string;
  /** Ok where this Node.js is recent enough. */
  readonly node: Finding;
  readonly providers: readonly ProviderProbe[];
  /** Ok where GGUF models can be opened, with the version of node-llama-cpp. */
  readonly gguf: Installed;
  /** Ok where indexes on disk can be opened, with the version of LanceDB. */
  readonly lancedb: Installed;
  /** Ok where runs can be written. */
  readonly results: Finding & { readonly folder: string };
  /** Ok where the variable that a search of the web needs is set; what it holds is shown nowhere. */
  readonly searches: Readonly<Record<string, Finding>>;
  /** A finding per data set, by its name: ok where it is there and intact. */
  readonly dataSets: Readonly<Record<string, Finding>>;
}

/** Lowest Node.js that TwinZero is made for, as package.json says under `engines`. */
const oldest = [20, 19] as const;

/** Checks that `version`, e.g. `20.19.4`, is recent enough. */
export function checkNodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return { ok: true };
  return {
    ok: false,
    reason: `Node.js ${version} is older than ${oldest.join('.')}, the first TwinZero is made for`,
  };
}

/** Checks that `folder` can be written, or made where it does not exist; changes nothing. */
export async function checkWritable(folder: string): Promise<Finding> {
  for (let place = resolve(folder); ; place = dirname(place)) {
    try {
      if (!(await stat(place)).isDirectory())
        return { ok: false, reason: `${place} is no folder; choose another with --results` };
      await access(place, constants.W_OK);
      return { ok: true };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
      if (code !== 'ENOENT' || place === dirname(place))
        return {
          ok: false,
          reason: `${place} cannot be written (${code}); choose another folder with --results`,
        };
    }
  }
}

/** Looks at this machine without changing anything; each provider is tried in a process of its own. */
export async function diagnose(options: { readonly results: string }): Promise<Diagnosis> {
  const [machine, providers, writable, dataSets] = await Promise.all([
    describeMachine(),
    Promise.all((['cpu', 'webgpu', 'cuda'] as const).map((provider) => probeProvider(provider))),
    checkWritable(options.results),
    checkDatasets(),
  ]);
  return {
    ...machine,
    onnxRuntime: env.versions.node ?? 'unknown',
    node: checkNodeVersion(machine.versions['node'] ?? ''),
    providers,
    gguf: checkPackage(llamaCpp),
    lancedb: checkPackage(lanceDb),
    results: { folder: resolve(options.results), ...writable },
    searches: checkSearches(),
    dataSets,
  };
}

/** Checks which searches of the web have what they need; asks none. */
export function checkSearches(): Record<string, Finding> {
  return Object.fromEntries([...webServices()].map(([kind, service]) => [kind, checkSearch(service)]));
}

function checkSearch({ needs }: WebService): Finding {
  if (needs === null || (process.env[needs.variable] ?? '') !== '') return { ok: true };
  return { ok: false, reason: `${needs.variable}, which is to hold its ${needs.holds}, is not set` };
}

function checkPackage(wanted: OptionalPackage): Installed {
  try {
    return { ok: true, version: findPackage(wanted).version };
  } catch (error) {
    if (error instanceof TwinZeroError) return { ok: false, reason: error.message };
    throw error;
  }
}

async function checkDatasets(): Promise<Record<string, Finding>> {
  const sources = await findDatasets();
  return Object.fromEntries(
    await Promise.all(sources.map(async (source) => [source.id, await checkDataset(source)] as const)),
  );
}

/** Loads the data set, which checks its files against their pinned hashes. */
async function checkDataset({ absent, load }: DatasetSource): Promise<Finding> {
  const reason = absent();
  if (reason !== null) return { ok: false, reason };
  try {
    await load();
    return { ok: true };
  } catch (error) {
    if (error instanceof TwinZeroError) return { ok: false, reason: error.message };
    throw error;
  }
}
