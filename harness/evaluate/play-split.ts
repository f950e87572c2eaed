import type { Question } from '../core/question.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { HeldOut, Split } from '../data/dataset.ts';
import { type Kit, type RunConfig, samplesOf } from '../run/index.ts';
import {
  evaluatePolicy,
  type EvaluationOptions,
  type JudgedEpisode,
  type SampledOptions,
  samplePolicy,
} from './evaluate-policy.ts';

/**
 * Plays an evaluation split as the configuration says, each question once: greedily and all of them, or by its
 * `validation`.
 * @throws TwinZeroError `configuration` when the questions fill no validation batch.
 */
export function playSplit(kit: Kit, split: Split, seed: number): Promise<JudgedEpisode[]> {
  return evaluatePolicy(kit, questionsOf(kit, split), { seed, ...samplingOf(kit.config) });
}

/**
 * Plays the same questions as often as the configuration's `evaluation` says; one list per question, empty where it
 * asks for no samples.
 * @throws as `playSplit`.
 */
export async function sampleSplit(
  kit: Kit,
  split: Split,
  options: Pick<SampledOptions, 'seed' | 'step'>,
): Promise<JudgedEpisode[][]> {
  const samples = samplesOf(kit.config, split);
  const questions = questionsOf(kit, split);
  return samples === 0 ? questions.map(() => []) : samplePolicy(kit, questions, { ...options, samples });
}

/**
 * Plays the extended questions as often as the configuration's `evaluation` says, each world under its own search; one
 * list per question.
 */
export async function sampleExtended(
  kit: Kit,
  { seed, step }: Pick<SampledOptions, 'seed' | 'step'>,
): Promise<JudgedEpisode[][]> {
  const samples = samplesOf(kit.config, 'extended');
  const played: JudgedEpisode[][] = [];
  for (const { heldOut, search } of kit.extended)
    played.push(...(await samplePolicy({ ...kit, search }, heldOut, { seed, step, samples })));
  return played;
}

/** Whole validation batches where the configuration drops the last one, else all. */
function questionsOf(
  { config: { validation }, dataset }: Pick<Kit, 'config' | 'dataset'>,
  split: Split,
): readonly HeldOut<Question>[] {
  const all = split === 'dev' ? dataset.dev : dataset.heldOut;
  const batch = validation?.dropLastBatch ?? 1;
  const whole = all.slice(0, all.length - (all.length % batch));
  if (whole.length > 0) return whole;
  throw new TwinZeroError(
    'configuration',
    `the ${all.length} questions of ${split} fill no validation batch of ${batch}; make "validation.dropLastBatch" smaller`,
  );
}

function samplingOf({ validation, temperature }: RunConfig): Pick<EvaluationOptions, 'sampling'> {
  return validation?.decoding === 'sampled' ? { sampling: { temperature, topP: validation.topP } } : {};
}
