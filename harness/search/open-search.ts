import { basename } from 'node:path';
import { cacheFolder } from '../core/cache-folder.ts';
import { type Keep, openParts } from '../core/open-whole.ts';
import type { Chunk, Question } from '../core/question.ts';
import { registered } from '../core/registered.ts';
import {
  type ChatClient,
  type Encoder,
  type EncoderSpec,
  type OpenPolicy,
  policyName,
  type PolicySpec,
} from '../engine/index.ts';
import { denseBackend } from './dense/dense-backend.ts';
import { bm25Backend } from './lexical/bm25.ts';
import { lanceDbBackend } from './lancedb/lancedb-backend.ts';
import { oracleBackend } from './oracle-backend.ts';
import type { SearchBackend } from './search-backend.ts';
import { modelsOf, type SearchSpec } from './search-spec.ts';
import { chatGenerator } from './simulator/chat-generator.ts';
import { compactFormat } from './simulator/compact-format.ts';
import { type CurriculumPosition, curriculumText, noisyProbability } from './simulator/curriculum.ts';
import { curriculumBackend } from './simulator/curriculum-backend.ts';
import { engineGenerator } from './simulator/engine-generator.ts';
import { perfectSimulator } from './simulator/perfect-simulator.ts';
import { simulatorBackend } from './simulator/simulator-backend.ts';
import { type SimulatorFormat, simulatorCacheKey } from './simulator/simulator-format.ts';
import { cachedBackend } from './wrappers/cached-backend.ts';
import { faultBackend } from './wrappers/fault-backend.ts';
import { noiseBackend } from './wrappers/noise-backend.ts';
import { retryBackend } from './wrappers/retry-backend.ts';
import { isWebSpec, type WebSpec } from './web/web-kinds.ts';

/** A search that a reproduction brings, around `inner` or, where that is null, of its own; it checks its `settings`. */
export type BroughtSearch = (
  inner: SearchBackend | null,
  settings: Readonly<Record<string, string | number | boolean>>,
  parts: Pick<SearchParts, 'questions'>,
) => SearchBackend;

/** Parts that a search is opened with. */
export interface SearchParts {
  /** The corpus. */
  readonly chunks: readonly Chunk[];
  /** Training questions. */
  readonly questions: readonly Question[];
  /** Documents per search. */
  readonly topK: number;
  readonly openModel: (spec: PolicySpec) => Promise<OpenPolicy>;
  readonly openEncoder: (spec: EncoderSpec) => Promise<Encoder>;
  /** @throws TwinZeroError `configuration` for a model that the place does not serve. */
  readonly chat: (model: string) => ChatClient;
  /** @throws TwinZeroError `configuration` for what the place lacks: a store, a key, a budget. */
  readonly web: (spec: WebSpec) => SearchBackend;
  /** @throws TwinZeroError `configuration` where the place has no retriever. */
  readonly retriever: (name: string) => SearchBackend;
  /** Searches and formats of the reproduction by their registered names. */
  readonly searches: Readonly<Record<string, BroughtSearch>>;
  readonly formats: Readonly<Record<string, SimulatorFormat>>;
}

/** A search ready to be asked, with all that it has opened. */
export interface OpenSearch {
  /** Identity of the backend with its wrappers, the same at every step. */
  readonly id: string;
  /** The backend at a place in training, where a curriculum may stand. */
  at(position: CurriculumPosition): SearchBackend;
  close(): Promise<void>;
}

/** Parts with a way to have what is opened closed with the search. */
interface Opening extends SearchParts {
  readonly keep: Keep;
}

type At = (position: CurriculumPosition) => SearchBackend;

/**
 * Opens a search; what it has opened is closed again when a later part fails.
 * @throws TwinZeroError of whatever can't be opened; `configuration` for a part that is not at hand.
 */
export function openSearch(spec: SearchSpec, parts: SearchParts): Promise<OpenSearch> {
  return openParts(async (keep) => {
    const at = await open(spec, {
      ...parts,
      keep,
      openModel: (model) => keep(parts.openModel(model)),
      openEncoder: (encoder) => keep(parts.openEncoder(encoder)),
    });
    return { id: at({ step: 1, steps: 1 }).id, at };
  });
}

function open(spec: SearchSpec, parts: Opening): Promise<At> {
  if ('settings' in spec) return brought(spec, parts);
  return 'of' in spec ? wrapped(spec, parts) : alone(spec, parts);
}

type Alone = Exclude<SearchSpec, { of: SearchSpec } | { settings: unknown }>;

async function alone(spec: Alone, parts: Opening): Promise<At> {
  if (isWebSpec(spec)) return always(parts.web(spec));
  switch (spec.kind) {
    case 'bm25':
      return always(bm25Backend(parts.chunks, spec));
    case 'dense':
      return always(
        await denseBackend(spec, {
          encoder: await parts.openEncoder(spec.model),
          chunks: parts.chunks,
          cache: cacheFolder('embeddings'),
        }),
      );
    case 'lancedb':
      return always(await parts.keep(lanceDbBackend(spec, parts.openEncoder)));
    case 'retriever':
      return always(parts.retriever(spec.name));
    case 'oracle':
      return always(oracleBackend(parts.chunks));
    case 'perfect-simulator':
      return always(perfectSimulator(parts.chunks));
    case 'simulator':
      return always(await simulator(spec, parts));
  }
}

function always(backend: SearchBackend): At {
  return () => backend;
}

async function brought(spec: Extract<SearchSpec, { settings: unknown }>, parts: Opening): Promise<At> {
  const search = registered(parts.searches, spec.kind, 'search');
  const inner = 'of' in spec ? await open(spec.of, parts) : null;
  return (position) => search(inner?.(position) ?? null, spec.settings, parts);
}

type Wrapper = Exclude<Extract<SearchSpec, { of: SearchSpec }>, { settings: unknown }>;

async function wrapped(spec: Wrapper, parts: Opening): Promise<At> {
  const inner = await open(spec.of, parts);
  switch (spec.kind) {
    case 'noise':
      return (position) => noiseBackend(inner(position), { rate: spec.rate, pool: parts.chunks });
    case 'fault':
      return (position) => faultBackend(inner(position), spec);
    case 'retry':
      return (position) => retryBackend(inner(position), spec);
    case 'cache':
      return cached(inner, modelsOf(spec.of).length > 0);
    case 'curriculum': {
      const id = curriculumText(spec.curriculum);
      return (position) =>
        curriculumBackend(inner(position), {
          noisyProbability: noisyProbability(spec.curriculum, position),
          id,
        });
    }
  }
}

/** One store over all steps. */
function cached(inner: At, simulated: boolean): At {
  const store = new Map<string, ReturnType<SearchBackend['search']>>();
  const keyParts = simulated ? { keyParts: simulatorCacheKey } : {};
  return (position) => cachedBackend(inner(position), { store, ...keyParts });
}

type SimulatorSpec = Extract<SearchSpec, { kind: 'simulator' }>;

async function simulator(spec: SimulatorSpec, parts: SearchParts): Promise<SearchBackend> {
  const { model, tuning, temperature, maxTokensPerDocument } = spec;
  const format = spec.format === 'compact' ? compactFormat : registered(parts.formats, spec.format, 'format');
  if (model.kind === 'chat') {
    const maxTokens = maxTokensPerDocument * parts.topK;
    const generator = chatGenerator({ client: parts.chat(model.model), format, temperature, maxTokens });
    return simulatorBackend({ generator, format, kind: tuning });
  }
  const policy = await parts.openModel(model);
  const generator = engineGenerator({
    name: basename(policyName(model)),
    engine: policy,
    codec: policy.codec,
    temperature,
    maxTokensPerDocument,
  });
  return simulatorBackend({ generator, format, kind: tuning });
}
