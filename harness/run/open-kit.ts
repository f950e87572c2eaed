import { algorithmOf } from '../algorithm/algorithms.ts';
import type { Algorithm } from '../algorithm/algorithm.ts';
import { type Keep, openParts } from '../core/open-whole.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Question } from '../core/question.ts';
import type { Dataset, ExtendedWorld, HeldOut } from '../data/dataset.ts';
import { type Critic, criticOf, openEncoder, type OpenPolicy, openPolicy } from '../engine/index.ts';
import type { Judge } from '../judge/judge.ts';
import { type OwnRewards, requireRewards } from '../reward/rewards.ts';
import { type Answer, type Protocol, protocolOf } from '../rollout/index.ts';
import {
  type BroughtSearch,
  openSearch,
  type OpenSearch,
  searchesCorpus,
  type SearchParts,
  type SearchSpec,
  type SimulatorFormat,
  webSearches,
} from '../search/index.ts';
import { loadDataset } from './load-dataset.ts';
import { located, locatedEncoder, modelHashes } from './model-files.ts';
import { closedJudge } from './open-judge.ts';
import { chatOf, type Place, retrieverOf } from './place.ts';
import { requirePlayable } from './require-playable.ts';
import { isExtended, type RunConfig } from './run-config.ts';

/** Parts that belong to one reproduction, by their registered names. */
export interface BroughtParts {
  readonly searches?: Readonly<Record<string, BroughtSearch>>;
  readonly formats?: Readonly<Record<string, SimulatorFormat>>;
  readonly judges?: Readonly<Record<string, Judge>>;
  readonly rewards?: OwnRewards;
}

/** Parts that a policy is played with: all that a configuration names, open. */
export interface Kit {
  readonly config: RunConfig;
  readonly dataset: Dataset;
  readonly policy: OpenPolicy;
  readonly protocol: Protocol;
  /** The search of evaluation, and of training where nothing else is named. */
  readonly search: OpenSearch;
  readonly judge: Judge;
  /** Rewards that the reproduction brings; absent for none. */
  readonly ownRewards?: OwnRewards;
  /** The method that answers; default the protocol's own. Whoever gives one gives the same when a run is resumed. */
  readonly answer?: Answer;
  /** The worlds of the extended set, where the configuration plays it. */
  readonly extended: readonly ExtendedKit[];
  /** Closes everything; a second call does nothing more. */
  close(): Promise<void>;
}

/** A world of the extended set: its questions, and the search of evaluation over its own corpus. */
export interface ExtendedKit {
  readonly heldOut: readonly HeldOut<Question>[];
  readonly search: OpenSearch;
}

/** A kit with what training needs besides. */
export interface TrainKit extends Kit {
  readonly trainingSearch: OpenSearch;
  readonly algorithm: Algorithm;
  /** Sha256 of the files of every model that the configuration names; see `modelHashes`. */
  readonly modelHashes: Readonly<Record<string, string>>;
  /** Null for an algorithm that needs no values. */
  readonly critic: Critic | null;
}

/** Simulated searches in flight at once; more than a step of the embedded recipes has. */
const simulatorLanes = 64;

/**
 * Opens what a configuration names to play a policy, and nothing that only training needs.
 * @throws TwinZeroError of the first part that can't be opened; the ones before it are closed again.
 */
export function openKit(config: RunConfig, place: Place, brought: BroughtParts = {}): Promise<Kit> {
  return openParts((keep) => playParts(config, { place, brought, keep, web: webSearches(place.web) }));
}

/** Opens what a configuration names to train a policy; otherwise as `openKit`. */
export function openTrainKit(config: RunConfig, place: Place, brought: BroughtParts = {}): Promise<TrainKit> {
  return openParts(async (keep) => {
    // Refused before anything is opened: on a server a model would be made for nothing.
    const openCritic = config.critic === undefined ? null : criticOf(located(config.policy));
    const opening = { place, brought, keep, web: webSearches(place.web) };
    const kit = await playParts(config, opening);
    const { trainingSearch: spec } = config;
    const trainingSearch =
      spec === undefined
        ? kit.search
        : await openSearchOf(spec, { ...opening, config, dataset: kit.dataset });
    const maxTokens = config.limits.maxContextTokens;
    const critic = openCritic === null ? null : await keep(openCritic({ ...place, maxTokens }));
    const algorithm = algorithmOf(config.algorithm);
    return { ...kit, trainingSearch, algorithm, critic, modelHashes: await modelHashes(config) };
  });
}

interface Opening {
  readonly place: Place;
  readonly brought: BroughtParts;
  readonly keep: Keep;
  /** One for all searches of the kit, which share its rate and its ledger. */
  readonly web: ReturnType<typeof webSearches>;
}

async function playParts(config: RunConfig, opening: Opening): Promise<Omit<Kit, 'close'>> {
  const { place, brought, keep } = opening;
  const { rewards: ownRewards = {} } = brought;
  requireRewards(config.rewards, ownRewards);
  const { dataset, worlds } = await loadDataset(config.dataset, {
    extended: isExtended(config),
    data: place.data,
  });
  const judge = closedJudge(config, place, brought.judges ?? {});
  const search = await openSearchOf(config.search, { ...opening, config, dataset });
  const extended = await openWorlds(worlds, { ...opening, config, dataset });
  const maxTokens = config.limits.maxContextTokens;
  const policy = await keep(openPolicy(located(config.policy), { ...place, maxTokens }));
  const protocol = protocolOf(config.protocol);
  requirePlayable({ policy, protocol, config });
  await judge.open(policy, keep);
  return { config, dataset, policy, protocol, search, judge: judge.judge, ownRewards, extended };
}

type SearchOpening = Opening & Pick<Kit, 'config' | 'dataset'>;

async function openWorlds(worlds: readonly ExtendedWorld[], opening: SearchOpening): Promise<ExtendedKit[]> {
  const { config, dataset } = opening;
  const opened: ExtendedKit[] = [];
  for (const { heldOut, chunks } of worlds) {
    const search = await openSearchOf(config.search, { ...opening, dataset: { ...dataset, chunks } });
    opened.push({ heldOut, search });
  }
  return opened;
}

function openSearchOf(
  spec: SearchSpec,
  { config, dataset, place, brought, keep, web }: SearchOpening,
): Promise<OpenSearch> {
  requireCorpus(spec, dataset);
  const { topK } = config.limits;
  return keep(
    searchOver(spec, { chunks: dataset.chunks, questions: dataset.train, topK, place, brought, web }),
  );
}

/** A search of nothing finds nothing, which would look like a policy that can't search. */
function requireCorpus(spec: SearchSpec, { id, chunks }: Pick<Dataset, 'id' | 'chunks'>): void {
  if (chunks.length > 0 || !searchesCorpus(spec)) return;
  throw new TwinZeroError(
    'configuration',
    `the data set ${id} has no corpus to search; give one by --corpus FILE, or search the web or a server by --search`,
  );
}

/** Opens a search over the corpus of a data set, outside any run. */
export async function openSearchOver(
  spec: SearchSpec,
  { dataset, topK }: { readonly dataset: string; readonly topK: number },
  place: Place,
): Promise<OpenSearch> {
  const { chunks, train } = (await loadDataset(dataset, { extended: false })).dataset;
  return searchOver(spec, {
    chunks,
    questions: train,
    topK,
    place,
    brought: {},
    web: webSearches(place.web),
  });
}

interface SearchedCorpus extends Pick<SearchParts, 'chunks' | 'questions' | 'topK'> {
  readonly place: Place;
  readonly brought: BroughtParts;
  readonly web: SearchParts['web'];
}

function searchOver(
  spec: SearchSpec,
  { place, brought, web, ...corpus }: SearchedCorpus,
): Promise<OpenSearch> {
  return openSearch(spec, {
    ...corpus,
    openModel: (model) => openPolicy(located(model), { ...place, lanes: simulatorLanes }),
    openEncoder: (encoder) => openEncoder(locatedEncoder(encoder), place),
    chat: (model) => chatOf(place, model),
    web,
    retriever: (name) => retrieverOf(place, name),
    searches: brought.searches ?? {},
    formats: brought.formats ?? {},
  });
}
