import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Question } from '../../harness/core/question.ts';
import { Random } from '../../harness/core/random.ts';
import { TwinZeroError } from '../../harness/core/twin-zero-error.ts';
import { writeFileWhole } from '../../harness/core/write-file-whole.ts';
import { parameterShapes, readModelConfig } from '../../harness/engine/index.ts';
import { playEpisodes } from '../../harness/rollout/index.ts';
import { type Kit, modelFolder, openKit, type Place } from '../../harness/run/index.ts';
import {
  type DocumentLabel,
  type MeasuredSimulator,
  measureSimulator,
  type SearchBackend,
  type SimulatorAnswer,
  type SimulatorQualityFile,
} from '../../harness/search/index.ts';
import { zerosearchBase } from './recipe.ts';
import { simulatorFolder, type SimulatorName, simulatorNames, simulatorSearch } from './simulators.ts';

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

/** The untrained policy; nothing of the scale is read. */
const base = zerosearchBase({
  seed: 1,
  profile: { seeds: [1], steps: 1, evaluateEvery: 1, checkpointEvery: 1 },
});

/**
 * Writes `simulator-quality.json`: every simulator asked, under both labels and without retries, the greedy searches of
 * the untrained policy; on training questions, which its tuning has seen, and on dev questions, which it has not.
 */
export async function writeSimulatorQuality(folder: string, place: Place): Promise<void> {
  const sets = await askedSets(place);
  const simulators: MeasuredSimulator[] = [];
  for (const name of simulatorNames) {
    const kit = await openKit({ ...base, search: simulatorSearch(name) }, place);
    try {
      const parameters = await parametersOf(modelFolder(simulatorFolder(name)));
      for (const { suffix, text, searches } of sets) {
        const answers = await answersOf(kit.search.at({ step: 1, steps: 1 }), searches);
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
      await kit.close();
    }
  }
  const file: SimulatorQualityFile = { schema: 1, simulators };
  await mkdir(folder, { recursive: true });
  await writeFileWhole(join(folder, 'simulator-quality.json'), `${JSON.stringify(file, null, 1)}\n`);
}

interface AskedSet {
  readonly suffix: string;
  readonly text: string;
  readonly searches: readonly AskedSearch[];
}

/** The searches of the untrained policy against BM25 without noise. */
async function askedSets(place: Place): Promise<AskedSet[]> {
  const kit = await openKit({ ...base, search: { kind: 'bm25' } }, place);
  try {
    const { train, dev } = kit.dataset;
    const seen = Random.seeded(1).fork('simulator quality').shuffle(train).slice(0, trainingQuestions);
    const unseen = dev.map(({ value }) => value);
    return [
      { suffix: '', text: 'training questions', searches: await searchesOf(seen, kit) },
      { suffix: '-unseen', text: 'unseen questions', searches: await searchesOf(unseen, kit) },
    ];
  } finally {
    await kit.close();
  }
}

async function searchesOf(questions: readonly Question[], kit: Kit): Promise<AskedSearch[]> {
  const { policy, protocol, search, config } = kit;
  const played = await playEpisodes(questions, {
    engine: policy,
    codec: policy.codec,
    protocol,
    search: search.at({ step: 1, steps: 1 }),
    limits: config.limits,
    sampling: { temperature: 0 },
    step: 0,
    samples: 1,
    concurrency: policy.profile.maxConcurrency,
    random: Random.seeded(1).fork('simulator quality'),
  });
  return played
    .flat()
    .flatMap(({ question, searches }) =>
      searches.map(({ query, documents }) => ({ question, query, real: documents.map(({ text }) => text) })),
    );
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
