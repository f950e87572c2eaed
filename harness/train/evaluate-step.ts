import type { Split } from '../data/dataset.ts';
import type { JudgedEpisode } from '../evaluate/evaluate-policy.ts';
import { playSplit, sampleExtended, sampleSplit } from '../evaluate/play-split.ts';
import { requireMostScored } from '../evaluate/require-few-failures.ts';
import {
  addFailures,
  addSearches,
  type EvaluatedSet,
  failureOf,
  isExtended,
  isExtendedStep,
  playOutcome,
  type Progress,
  type QuestionOutcome,
  type TrainKit,
} from '../run/index.ts';
import { mean } from '../statistics/interval.ts';
import type { StepSink } from './train-event.ts';

/**
 * Evaluates the policy of the step that `progress` has reached on held-out and dev, and on the extended set where its
 * turn is, and stores the outcomes.
 */
export async function evaluateStep(progress: Progress, kit: TrainKit, sink: StepSink): Promise<Progress> {
  const { config } = kit;
  const heldOut = await evaluateSplit(progress, kit, { ...sink, split: 'held-out' });
  const both = await evaluateSplit(heldOut, kit, { ...sink, split: 'dev' });
  const due = isExtended(config) && isExtendedStep(progress.step, config.steps);
  return due ? evaluateExtended(both, kit, sink) : both;
}

async function evaluateSplit(
  progress: Progress,
  kit: TrainKit,
  { split, ...sink }: StepSink & { readonly split: Split },
): Promise<Progress> {
  const { config, dataset } = kit;
  const { step, dev } = progress;
  const { seed } = config;
  const all = split === 'dev' ? dataset.dev : dataset.heldOut;
  if (all.length === 0) return progress;
  const once = await playSplit(kit, split, seed);
  const samples = await sampleSplit(kit, split, { seed, step });
  const accuracy = accuracyOf(once);
  const stored = await store(progress, kit, {
    ...sink,
    split,
    judged: [...once, ...samples.flat()],
    outcomes: once.map(({ outcome }, i) => withSamples(outcome, samples[i] ?? [])),
    accuracy,
  });
  return split === 'dev' ? { ...stored, dev: [...dev, { step, accuracy }] } : stored;
}

async function evaluateExtended(progress: Progress, kit: TrainKit, sink: StepSink): Promise<Progress> {
  const { seed } = kit.config;
  const samples = await sampleExtended(kit, { seed, step: progress.step });
  const judged = samples.flat();
  return store(progress, kit, {
    ...sink,
    split: 'extended',
    judged,
    outcomes: samples.flatMap((plays) => plays.slice(0, 1).map(({ outcome }) => withSamples(outcome, plays))),
    accuracy: accuracyOf(judged),
  });
}

interface Evaluated extends StepSink {
  readonly split: EvaluatedSet;
  readonly judged: readonly JudgedEpisode[];
  readonly outcomes: readonly QuestionOutcome[];
  readonly accuracy: number | null;
}

/**
 * Questions that lost too many episodes are not stored: an engine or a search that is down says nothing of the policy,
 * and the run, resumed, evaluates again.
 */
async function store(
  progress: Progress,
  { config }: TrainKit,
  { split, judged, outcomes, accuracy, log, onEvent }: Evaluated,
): Promise<Progress> {
  const { step, failures, usage } = progress;
  requireMostScored(judged, {
    during: `the ${split} evaluation at step ${step}`,
    maxShare: config.maxFailureShare,
  });
  await log.appendEvaluation({ step, split, outcomes });
  onEvent?.({ kind: 'evaluation', step, split, accuracy });
  const lost = judged.map(({ episode, verdict }) => failureOf(episode, verdict));
  const played = judged.map(({ episode }) => episode);
  return {
    ...progress,
    failures: addFailures([failures, ...lost]),
    usage: { ...usage, evaluation: addSearches(usage.evaluation, played) },
  };
}

function accuracyOf(judged: readonly JudgedEpisode[]): number | null {
  return mean(judged.flatMap(({ outcome: { correct } }) => (correct === null ? [] : [Number(correct)])));
}

function withSamples(outcome: QuestionOutcome, plays: readonly JudgedEpisode[]): QuestionOutcome {
  const samples = plays.map((play) => playOutcome(play.outcome));
  return samples.length === 0 ? outcome : { ...outcome, samples };
}
