import { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { openPolicy, parameterShapes, readModelConfig } from '../../../harness/engine/index.ts';
import { chatOf, located, modelFolder, type Place } from '../../../harness/run/index.ts';
import {
  type AskedSearch,
  askSimulator,
  measureSimulator,
  openSearch,
  type OpenSearch,
  type SearchSpec,
  type SimulatorFormat,
  type SimulatorMeasures,
  webSearches,
} from '../../../harness/search/index.ts';
import { shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { qualitySearches } from '../teach/quality-searches.ts';

/** Searches that simulators are measured by: of training questions, which tuning has seen, and of dev questions, which it has not. */
export type QualitySearches = Readonly<Record<'train' | 'dev', readonly AskedSearch[]>>;

/** The searches of the shipped world. */
export async function shippedSearches(): Promise<QualitySearches> {
  const world = generateWorld(shippedSeed);
  return { train: await qualitySearches(world, 'train'), dev: await qualitySearches(world, 'dev') };
}

/** A simulator's measures on both, and its size. */
export interface SimulatorAssay extends Readonly<Record<keyof QualitySearches, SimulatorMeasures>> {
  /** Null where not known: of any but a folder of the embedded engine. */
  readonly parameters: number | null;
}

/** A model that plays the search engine, of any engine that samples. */
export type SimulatorSpec = Extract<SearchSpec, { kind: 'simulator' }>;

/** Where simulators are asked, and by which searches. */
export interface AssayPlace extends Pick<Place, 'provider' | 'threads' | 'servers'> {
  /** Formats of a reproduction by their registered names; absent for none. */
  readonly formats?: Readonly<Record<string, SimulatorFormat>>;
}

/** Searches in flight at once; wider batches are no faster. */
const lanes = 64;

/** Measures a simulator without retries. */
export async function assaySimulator(
  simulator: SimulatorSpec,
  searches: QualitySearches,
  place: AssayPlace,
): Promise<SimulatorAssay> {
  const { model } = simulator;
  const parameters = model.kind === 'embedded' ? await parametersOf(modelFolder(model.folder)) : null;
  const search = await openSimulator(simulator, place);
  try {
    const measured = async (split: keyof QualitySearches): Promise<SimulatorMeasures> => {
      const random = Random.seeded(1).fork('simulator quality', split);
      const answers = await askSimulator(search.at({ step: 1, steps: 1 }), searches[split], random);
      return measureSimulator(answers, { documents: 1, random: random.fork('interval') });
    };
    return { parameters, train: await measured('train'), dev: await measured('dev') };
  } finally {
    await search.close();
  }
}

function openSimulator(
  simulator: SimulatorSpec,
  { formats = {}, ...place }: AssayPlace,
): Promise<OpenSearch> {
  return openSearch(simulator, {
    chunks: [],
    questions: [],
    topK: 1,
    openModel: (model) => openPolicy(located(model), { ...place, lanes }),
    openEncoder: () => {
      throw new TwinZeroError('internal', 'a simulator embeds nothing');
    },
    retriever: () => {
      throw new TwinZeroError('internal', 'a simulator asks no retriever');
    },
    chat: (model) => chatOf(place, model),
    web: webSearches(undefined),
    searches: {},
    formats,
  });
}

async function parametersOf(folder: string): Promise<number> {
  const shapes = parameterShapes(await readModelConfig(folder));
  return shapes.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
}
