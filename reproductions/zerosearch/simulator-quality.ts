import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Question } from '../../harness/core/question.ts';
import { Random } from '../../harness/core/random.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { parameterShapes } from '../../harness/engine/embedded/folder/parameter-shapes.ts';
import { readModelConfig } from '../../harness/engine/embedded/folder/read-model-config.ts';
import { openPolicy } from '../../harness/engine/open-policy.ts';
import type { EngineChoice } from '../../harness/reproduce/engine-choice.ts';
import type { Setting } from '../../harness/reproduce/reproduction.ts';
import { playEpisodes } from '../../harness/rollout/play-episodes.ts';
import { bm25Backend } from '../../harness/search/lexical/bm25.ts';
import type { DocumentLabel, SearchBackend } from '../../harness/search/search-backend.ts';
import {
  measureSimulator,
  type SimulatorAnswer,
} from '../../harness/search/simulator/quality/measure-simulator.ts';
import type {
  MeasuredSimulator,
  SimulatorQualityFile,
} from '../../harness/search/simulator/quality/simulator-quality-file.ts';
import { openSimulator, simulatorFolder, type SimulatorName, simulatorNames } from './open-simulator.ts';
import { embeddedLimits } from './recipe.ts';

/** A search of the untrained policy, with the question it was made for and what BM25 finds. */
interface AskedSearch {
  readonly question: Question;
  readonly query: string;
  readonly real: readonly string[];
}

const labels: Readonly<Record<SimulatorName, string>> = {
  'simulator-s': 'Simulator S',
  'simulator-m': 'Simulator M',
  'simulator-l': 'Simulator L',
  prompted: 'Prompted, not tuned',
};
const trainingQuestions = 64;

/**
 * Writes `simulator-quality.json`: every simulator asked, under both labels and without retries, the greedy searches of
 * the untrained policy; on training questions, which its tuning has seen, and on dev questions, which it has not.
 */
export async function writeSimulatorQuality(
  folder: string,
  setting: Setting,
  choice: EngineChoice,
): Promise<void> {
  const { dataset } = setting;
  const seen = Random.seeded(1).fork('simulator quality').shuffle(dataset.train).slice(0, trainingQuestions);
  const unseen = dataset.dev.map(({ value }) => value);
  const sets = [
    { suffix: '', text: 'training questions', searches: await searchesOf(seen, setting, choice) },
    { suffix: '-unseen', text: 'unseen questions', searches: await searchesOf(unseen, setting, choice) },
  ];
  const simulators: MeasuredSimulator[] = [];
  for (const name of simulatorNames) {
    const { simulator, close } = await openSimulator(name, choice);
    try {
      const parameters = await parametersOf(simulatorFolder(name));
      for (const { suffix, text, searches } of sets) {
        const answers = await answersOf(simulator, searches);
        const random = Random.seeded(0).fork('simulator quality', name, text);
        const measures = measureSimulator(answers, { documents: 1, random });
        simulators.push({
          id: `${name}${suffix}`,
          label: `${labels[name]}, ${text}`,
          parameters,
          ...measures,
        });
      }
    } finally {
      await close();
    }
  }
  const file: SimulatorQualityFile = { schema: 1, simulators };
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'simulator-quality.json');
  await writeFile(`${path}.partial`, `${JSON.stringify(file, null, 1)}\n`);
  await rename(`${path}.partial`, path);
}

async function searchesOf(
  questions: readonly Question[],
  { basePolicy, dataset, protocol }: Setting,
  choice: EngineChoice,
): Promise<AskedSearch[]> {
  const { maxContextTokens: maxTokens } = embeddedLimits;
  const engine = await openPolicy(
    { kind: 'embedded', folder: basePolicy },
    { ...choice, lanes: 64, maxTokens },
  );
  try {
    const played = await playEpisodes(questions, {
      engine,
      codec: engine.codec,
      protocol,
      search: bm25Backend(dataset.chunks),
      limits: embeddedLimits,
      sampling: { temperature: 0 },
      step: 0,
      samples: 1,
      concurrency: engine.profile.maxConcurrency,
      random: Random.seeded(1).fork('simulator quality'),
    });
    return played.flat().flatMap(({ question, searches }) =>
      searches.map(({ query, documents }) => ({
        question,
        query,
        real: documents.map(({ text }) => text),
      })),
    );
  } finally {
    await engine.close();
  }
}

async function answersOf(
  simulator: SearchBackend,
  searches: readonly AskedSearch[],
): Promise<SimulatorAnswer[]> {
  const asked = searches.flatMap((search, i) =>
    (['useful', 'noisy'] as const).map((label) => ({ search, label, place: i })),
  );
  return Promise.all(
    asked.map(async ({ search, label, place }) => {
      const { question, query, real } = search;
      const random = Random.seeded(1).fork('simulator quality', place, label);
      const documents = await written(simulator, { question, query, label, random });
      return { label, gold: question.answers[0], query, question: question.question, documents, real };
    }),
  );
}

/** Null where the simulator failed: that is what is counted. */
async function written(
  simulator: SearchBackend,
  request: {
    readonly question: Question;
    readonly query: string;
    readonly label: DocumentLabel;
    readonly random: Random;
  },
): Promise<readonly string[] | null> {
  try {
    const { documents } = await simulator.search({ ...request, topK: 1 });
    return documents.map(({ text }) => text);
  } catch (error) {
    if (error instanceof TwinZeroError && error.kind === 'search') return null;
    throw error;
  }
}

async function parametersOf(folder: string): Promise<number> {
  const shapes = parameterShapes(await readModelConfig(folder));
  return shapes.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
}
