import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'mocha';
import type { FetchRequest } from '../fetch-model.ts';
import type { ReleasedModel } from '../model-manifest.ts';
import { type Fault, type StubHub, stubHub } from './stub-hub.ts';

/** Weights of a model, long enough to be cut. */
export const weights: string = Array.from({ length: 400 }, (_, i) => `${i};`).join('');

/** Files of a repository. */
export const files = {
  'config.json': '{"a":1}',
  'model.safetensors': weights,
  'other.bin': 'x',
  'onnx/config.json': '{}',
} as const;

/** A model of the repository: its settings and its weights. */
export const model: ReleasedModel = {
  id: 'small',
  title: 'Small',
  repository: 'owner/name',
  revision: null,
  neededBy: ['a test'],
  role: 'policy',
  parametersInBillions: 1,
  bytesPerParameter: 2,
  licence: null,
  gated: false,
  source: 'a test',
  files: [
    { name: '*.json', take: 'all', bytes: null, sha256: null },
    { name: '*.safetensors', take: 'all', bytes: null, sha256: null },
  ],
};

/** A model of one file among several. */
export const quantised: ReleasedModel = {
  ...model,
  files: [{ name: '*.gguf', take: 'one', bytes: null, sha256: null }],
};

/** A folder and hubs that each test has anew. */
export interface Fetching {
  readonly folder: () => string;
  readonly serving: (served?: Readonly<Record<string, string>>, fault?: Fault) => Promise<StubHub>;
  /** A request of `small` to a hub. */
  readonly from: (hub: Pick<StubHub, 'address'>, more?: Partial<FetchRequest>) => FetchRequest;
  /** Names of the files that came. */
  readonly there: () => Promise<string[]>;
}

/** Prepares fetching for the tests of a file. */
export function fetching(): Fetching {
  let folder = '';
  const hubs: StubHub[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-models-'));
  });
  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.close()));
    await rm(folder, { recursive: true });
  });
  return {
    folder: () => folder,
    async serving(served = files, fault) {
      const hub = await stubHub(served, fault);
      hubs.push(hub);
      return hub;
    },
    from: ({ address }, more = {}) => ({
      hub: { address, token: null },
      folder: join(folder, 'small'),
      pauseMs: 0,
      ...more,
    }),
    there: async () => (await readdir(join(folder, 'small'))).sort(),
  };
}
