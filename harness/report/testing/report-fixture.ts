import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Evaluation, playOutcome, type QuestionOutcome } from '../../run/evaluation-row.ts';
import { noFailures } from '../../run/failure-counts.ts';
import type { Run } from '../../run/read-run.ts';
import type { MetricsRow } from '../../run/metrics-row.ts';
import type { RunConfig } from '../../run/run-config.ts';
import type { RunRecord } from '../../run/run-record.ts';
import type { ReferenceRow } from '../../run/reference-row.ts';
import { smallConfig } from '../../run/testing/small-config.ts';

/**
 * Outcomes for tests, one letter a question, two questions a chunk: `1` right and `0` wrong after a first search that
 * hit, `r` right (two searches) and `m` wrong (one) after one that missed, `u` no search and no answer, `x` failed.
 */
export function outcomesOf(letters: string): QuestionOutcome[] {
  return letters.split('').map((letter, i) => ({
    questionId: `q${i}`,
    chunkId: `c${Math.floor(i / 2)}`,
    kind: 'direct',
    correct: letter === 'x' ? null : letter === '1' || letter === 'r',
    answered: letter !== 'u' && letter !== 'x',
    answer: letter === 'u' || letter === 'x' ? null : 'an answer',
    searches: letter === 'r' ? 2 : letter === 'u' ? 0 : 1,
    firstHit: letter === 'u' ? null : letter === '1' || letter === '0',
    everHit: letter === '1' || letter === '0' || letter === 'r',
  }));
}

/** Outcomes whose questions were sampled, too: `plays[i]` are the letters of question i's samples. */
export function sampledOutcomes(letters: string, plays: readonly string[]): QuestionOutcome[] {
  return outcomesOf(letters).map((outcome, i) => ({
    ...outcome,
    samples: outcomesOf(plays[i] ?? '').map(playOutcome),
  }));
}

/** One evaluation in letters. */
export function evaluationOf(
  step: number,
  letters: string,
  split: Evaluation['split'] = 'held-out',
): Evaluation {
  return { step, split, outcomes: outcomesOf(letters) };
}

/** Differences of one fixture run from the usual one. */
export interface FixtureRun {
  readonly arm: string;
  readonly seed: number;
  /** Held-out letters by step. */
  readonly heldOut?: Readonly<Record<number, string>>;
  /** Dev letters by step. */
  readonly dev?: Readonly<Record<number, string>>;
  readonly info?: Partial<RunRecord>;
  /** Default a row for every step. */
  readonly metrics?: readonly MetricsRow[];
}

/** A run for tests; complete, 20 steps evaluated every 10, no step chosen by the run itself. */
export function fixtureRun({ arm, seed, heldOut = {}, dev = {}, info = {}, metrics }: FixtureRun): Run {
  const steps = info.steps ?? 20;
  const config = fixtureConfig({ seed, steps });
  const whole = { ...fixtureInfo, config, arm, seed, ...info, steps };
  const trained = Array.from({ length: steps }, (_, i) => i + 1);
  return {
    id: `${arm}-s${seed}`,
    info: whole,
    evaluations: [...evaluationsFrom(dev, 'dev'), ...evaluationsFrom(heldOut, 'held-out')],
    metrics:
      metrics ?? trained.map((step) => ({ step, reward_mean: step / 10 + seed, correctness: step / 40 })),
  };
}

function evaluationsFrom(
  letters: Readonly<Record<number, string>>,
  split: Evaluation['split'],
): Evaluation[] {
  return Object.entries(letters).map(([step, text]) => evaluationOf(Number(step), text, split));
}

/** A whole configuration for tests: 20 steps evaluated every 10; fields of `changes` replace its own. */
export function fixtureConfig(changes: Partial<RunConfig> = {}): RunConfig {
  return smallConfig({
    questionsPerStep: 8,
    groupSize: 8,
    steps: 20,
    evaluateEvery: 10,
    checkpointEvery: 10,
    ...changes,
  });
}

const fixtureInfo: Omit<RunRecord, 'config' | 'arm' | 'seed' | 'steps'> = {
  schema: 2,
  reproduction: 'rezero',
  profile: 'default',
  status: 'complete',
  configHash: 'c0ffee',
  commits: ['abc1234'],
  versions: { node: '20.20.2' },
  machine: { cpu: 'test', cores: 2 },
  place: { provider: 'cpu', threads: 1 },
  engine: { id: 'fake', determinism: {} },
  dataHashes: { meridian: 'd00d' },
  modelHashes: { 'data/models/meridian-base/model.safetensors': 'beef' },
  wallSeconds: 60,
  cpuSeconds: 100,
  peakMemoryMiB: 512,
  failures: { ...noFailures, truncated: 2 },
  usage: null,
  chosenStep: null,
  collapseStep: null,
};

/** Writes runs and sanity rows as a result folder. */
export async function writeFixture(
  folder: string,
  runs: readonly Run[],
  sanity?: readonly ReferenceRow[],
): Promise<void> {
  for (const { id, info, evaluations, metrics } of runs) {
    const runFolder = join(folder, 'runs', id);
    await mkdir(runFolder, { recursive: true });
    await writeFile(join(runFolder, 'run.json'), JSON.stringify(info));
    await writeFile(
      join(runFolder, 'evaluations.jsonl'),
      evaluations.map((row) => `${JSON.stringify(row)}\n`).join(''),
    );
    const columns = Object.keys(metrics[0] ?? { step: 0 });
    const lines = metrics.map((row) => columns.map((column) => row[column] ?? '').join(','));
    await writeFile(join(runFolder, 'metrics.csv'), `${[columns.join(','), ...lines].join('\n')}\n`);
  }
  if (sanity !== undefined) await writeFile(join(folder, 'sanity.json'), JSON.stringify(sanity));
}
