import type { Run } from '../../run/index.ts';
import type { ArmPair } from '../measure/arm-pairs.ts';
import {
  accuracy,
  areaScores,
  bestStep,
  evaluationsOf,
  greedy,
  type Measure,
  recovery,
  type Score,
  scoresAt,
  searches,
  standardScoresAt,
} from '../measure/score.ts';
import { lastThirdScores, lastThirdWords } from '../measure/last-third.ts';
import { chosenStep } from '../measure/summarise-run.ts';
import type { Unit } from '../tables/format.ts';

/** A measure of held-out questions, in code and in words. */
export interface ClaimMeasure {
  readonly of: Measure;
  readonly unit: Unit;
  /** E.g. `accuracy`. */
  readonly name: string;
  /** With what it is measured on: `held-out accuracy`. */
  readonly words: string;
  /** The questions that count, for a measure that does not count them all: `misses`. */
  readonly cases?: string;
}

/** The measures of score.ts with their words. */
export const claimMeasures: Readonly<Record<'accuracy' | 'searches' | 'recovery', ClaimMeasure>> = {
  accuracy: { of: accuracy, unit: 'share', name: 'accuracy', words: 'held-out accuracy' },
  searches: { of: searches, unit: 'count', name: 'searches', words: 'searches per held-out question' },
  recovery: {
    of: recovery,
    unit: 'share',
    name: 'recovery',
    words: 'P(correct | the first search missed the gold chunk) on held-out',
    cases: 'misses',
  },
};

const stepWords = {
  chosen: 'at the step chosen on dev',
  'best held-out':
    'at the best held-out step of each run (picked once, which is fair to arms with equally many evaluations)',
  last: 'at the last step',
  'last third': lastThirdWords,
} as const;

/** Early parts of training, by the number that the steps are divided by. */
const earlyParts = { 'first third': 3, 'first half': 2 } as const;

/** The evaluations a claim reads: one step of a run, or the mean over an early part or the last third of the steps. */
export type ClaimStep = keyof typeof stepWords | keyof typeof earlyParts;

/** A measure at a step: the quantity that a claim compares. */
export interface ClaimQuantity {
  readonly measure: ClaimMeasure;
  readonly step: ClaimStep;
  /** Setting of the evaluation, where it differs from training: `real search`. */
  readonly under?: string;
}

/** The quantity in words: `held-out accuracy at the step chosen on dev`. */
export function quantityWords({ measure, step, under }: ClaimQuantity): string {
  const words = under === undefined ? measure.words : `${measure.words} under ${under}`;
  return step === 'first third' || step === 'first half'
    ? `area under the ${words} curve over the ${step} of the steps (the mean ${measure.name} there), at least two evaluations in it`
    : `${words} ${stepWords[step]}`;
}

/**
 * The scores of one run, means over samples where it has them but at a step that was picked by greedy accuracy; null
 * where it lacks the evaluation they come from.
 * @param pair the runs of its seed: both arms are read over the early part of the longer one.
 */
export function quantityScores(
  { measure, step }: ClaimQuantity,
  run: Run,
  pair: Pick<ArmPair, 'treatment' | 'control'>,
): readonly Score[] | null {
  const heldOut = evaluationsOf(run, 'held-out');
  switch (step) {
    case 'chosen':
      return standardScoresAt(run, chosenStep(run), greedy(measure.of));
    case 'best held-out':
      return standardScoresAt(run, bestStep(heldOut), greedy(measure.of));
    case 'last third':
      return lastThirdScores(run, measure.of);
    case 'last':
      return scoresAt(run, heldOut.at(-1)?.step ?? null, measure.of);
    case 'first third':
    case 'first half': {
      const until = Math.max(pair.treatment.info.steps, pair.control.info.steps) / earlyParts[step];
      const early = heldOut.filter((evaluation) => evaluation.step <= until);
      return early.length < 2 ? null : areaScores(heldOut, { until, measure: measure.of });
    }
  }
}
