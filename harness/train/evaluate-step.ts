import type { Split } from '../data/dataset.ts';
import type { JudgedEpisode } from '../evaluate/evaluate-policy.ts';
import { playSplit, sampleSplit } from '../evaluate/play-split.ts';
import { requireMostScored } from '../evaluate/require-few-failures.ts';
import {
  addFailures,
  addSearches,
  failureOf,
  playOutcome,
  type Progress,
  type QuestionOutcome,
  type TrainKit,
} from '../run/index.ts';
import { mean } from '../statistics/interval.ts';
import type { StepSink } from './train-event.ts';

/** Evaluates the policy of the step that `progress` has reached on held-out and dev, and stores the outcomes. */
export async function evaluateStep(progress: Progress, kit: TrainKit, sink: StepSink): Promise<Progress> {
  return evaluateSplit(await evaluateSplit(progress, kit, { ...sink, split: 'held-out' }), kit, {
    ...sink,
    split: 'dev',
  });
}

/**
 * A split that lost too many episodes is not stored: an engine or a search that is down says nothing of the policy, and
 * the run, resumed, evaluates again.
 */
async function evaluateSplit(
  progress: Progress,
  kit: TrainKit,
  { split, log, onEvent }: StepSink & { readonly split: Split },
): Promise<Progress> {
  const { config, dataset } = kit;
  const { step, failures, dev, usage } = progress;
  const all = split === 'dev' ? dataset.dev : dataset.heldOut;
  if (all.length === 0) return progress;
  const { seed } = config;
  const once = await playSplit(kit, split, seed);
  const samples = await sampleSplit(kit, split, { seed, step });
  const judged = [...once, ...samples.flat()];
  const outcomes = once.map(({ outcome }, i) => withSamples(outcome, samples[i] ?? []));
  requireMostScored(judged, {
    during: `the ${split} evaluation at step ${step}`,
    maxShare: config.maxFailureShare,
  });
  const accuracy = mean(outcomes.flatMap(({ correct }) => (correct === null ? [] : [Number(correct)])));
  await log.appendEvaluation({ step, split, outcomes });
  onEvent?.({ kind: 'evaluation', step, split, accuracy });
  const lost = judged.map(({ episode, verdict }) => failureOf(episode, verdict));
  const played = judged.map(({ episode }) => episode);
  return {
    ...progress,
    failures: addFailures([failures, ...lost]),
    dev: split === 'dev' ? [...dev, { step, accuracy }] : dev,
    usage: { ...usage, evaluation: addSearches(usage.evaluation, played) },
  };
}

function withSamples(outcome: QuestionOutcome, plays: readonly JudgedEpisode[]): QuestionOutcome {
  const samples = plays.map((play) => playOutcome(play.outcome));
  return samples.length === 0 ? outcome : { ...outcome, samples };
}
