import { Random } from '../../../harness/core/random.ts';
import { TwinZeroError } from '../../../harness/core/twin-zero-error.ts';
import { openPolicy, parameterShapes, readModelConfig } from '../../../harness/engine/index.ts';
import { modelFolder, type Place } from '../../../harness/run/index.ts';
import {
  type AskedSearch,
  askSimulator,
  measureSimulator,
  openSearch,
  type OpenSearch,
  type SimulatorMeasures,
} from '../../../harness/search/index.ts';
import { shippedSeed } from '../generate/difficulty.ts';
import { generateWorld } from '../generate/generate-world.ts';
import { qualitySearches } from '../teach/quality-searches.ts';
import { embeddedSimulator, type EmbeddedSimulator } from './embedded-simulator.ts';

/** Searches that simulators are measured by: of training questions, which tuning has seen, and of dev questions, which it has not. */
export type QualitySearches = Readonly<Record<'train' | 'dev', readonly AskedSearch[]>>;

/** The searches of the shipped world. */
export async function shippedSearches(): Promise<QualitySearches> {
  const world = generateWorld(shippedSeed);
  return { train: await qualitySearches(world, 'train'), dev: await qualitySearches(world, 'dev') };
}

/** A simulator's measures on both, and its size. */
export interface SimulatorAssay extends Readonly<Record<keyof QualitySearches, SimulatorMeasures>> {
  readonly parameters: number;
}

/** Searches in flight at once; wider batches are no faster. */
const lanes = 64;

/** Measures a simulator of this process, without retries. */
export async function assaySimulator(
  simulator: EmbeddedSimulator,
  searches: QualitySearches,
  place: Pick<Place, 'provider' | 'threads'>,
): Promise<SimulatorAssay> {
  const parameters = await parametersOf(modelFolder(simulator.folder));
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
  simulator: EmbeddedSimulator,
  place: Pick<Place, 'provider' | 'threads'>,
): Promise<OpenSearch> {
  const folder = modelFolder(simulator.folder);
  return openSearch(embeddedSimulator({ ...simulator, folder }), {
    chunks: [],
    questions: [],
    topK: 1,
    openModel: (model) => openPolicy(model, { ...place, lanes }),
    openEncoder: () => {
      throw new TwinZeroError('internal', 'a simulator embeds nothing');
    },
    retriever: () => {
      throw new TwinZeroError('internal', 'a simulator asks no retriever');
    },
    chat: (model) => {
      throw new TwinZeroError('internal', `the served model ${model} is no simulator of this process`);
    },
    searches: {},
    formats: {},
  });
}

async function parametersOf(folder: string): Promise<number> {
  const shapes = parameterShapes(await readModelConfig(folder));
  return shapes.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
}
