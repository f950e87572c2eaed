import type { Run } from '../../run/index.ts';
import { armDifference, type ArmDifference, type ScorePair } from '../measure/arm-difference.ts';
import { type ArmPair, armPairs, type Comparison, sameRuns } from '../measure/arm-pairs.ts';
import type { Score } from '../measure/score.ts';
import { chosenStep } from '../measure/summarise-run.ts';
import { signed, signedWithInterval, type Unit, value } from '../tables/format.ts';
import { sampleText } from '../tables/estimate-text.ts';
import type { ClaimResult } from './claim.ts';

/** Two arms and what is compared in them. */
export interface ComparedArms {
  readonly comparison: Comparison;
  /** An arm whose runs the treatment's equal where it never acted: a reward beside the one it refines. */
  readonly inertAs?: string;
  /** True: what dev chose is compared, and where that is the policy before training nothing was trained. */
  readonly chosenOnDev?: boolean;
  /** The scores of one run; null where it lacks the evaluation they come from. */
  readonly scores: (run: Run, pair: ArmPair) => readonly Score[] | null;
  /** Drop a question from both arms of a seed when it counts in one only. */
  readonly paired: boolean;
  readonly unit: Unit;
}

/** The difference over all seeds; a text says why the arms cannot be compared. */
export function differenceOf(claim: ComparedArms, runs: readonly Run[]): ArmDifference | string {
  const { comparison, inertAs } = claim;
  const paired = armPairs(runs, comparison);
  if (paired.kind === 'not comparable') return paired.reason;
  if (sameRuns(paired.pairs)) return 'both arms left the same runs: every stored outcome and answer is equal';
  if (inertAs !== undefined && leftSameRuns(runs, { treatment: comparison.treatment, control: inertAs }))
    return `the treatment never acted: every stored outcome and answer is that of arm ${inertAs}`;
  if (claim.chosenOnDev === true && paired.pairs.every(({ treatment }) => chosenStep(treatment) === 0))
    return `dev chose the policy before training in every run of arm ${comparison.treatment}`;
  const scored: ScorePair[] = [];
  for (const pair of paired.pairs) {
    const treatment = claim.scores(pair.treatment, pair);
    const control = claim.scores(pair.control, pair);
    if (treatment === null || control === null)
      return `${(treatment === null ? pair.treatment : pair.control).id} lacks the evaluation it needs`;
    scored.push({ treatment, control });
  }
  return armDifference(scored, { paired: claim.paired }) ?? noInterval;
}

/** Cause of a difference without an interval. */
export const noInterval =
  'the arms were not scored on the same questions, too few of them count, or they are of one chunk';

function leftSameRuns(runs: readonly Run[], comparison: Comparison): boolean {
  const found = armPairs(runs, comparison);
  return found.kind === 'pairs' && sameRuns(found.pairs);
}

/**
 * A difference for print: `46.9 % against 25.0 %: +21.9 points [+1.0, +42.3], 64 questions x 3 seeds, by seed +14.1,
 * +28.1, +23.5`.
 * @param sides what is held against each other, in words; default the values of the arms.
 */
export function describeDifference(
  { effect, treatment, control, sample, bySeed }: ArmDifference,
  unit: Unit,
  sides: readonly [string, string] = [value(treatment, unit), value(control, unit)],
): string {
  const [first, second] = [sampleText(sample.treatment), sampleText(sample.control)];
  const sizes = first === second ? first : `${first} against ${second}`;
  return `${sides.join(' against ')}: ${signedWithInterval(effect, unit)}, ${sizes}, by seed ${seedEffects(bySeed, unit)}`;
}

/** Effects of single seeds: one that stands alone is seen, as where few runs break through. */
function seedEffects(bySeed: readonly number[], unit: Unit): string {
  return bySeed.map((effect) => signed(effect, unit).replace(' points', '')).join(', ');
}

/** The numbers of a result that is one difference. */
export function differenceNumbers(
  found: ArmDifference,
  unit: Unit,
): Pick<ClaimResult, 'measured' | 'effect' | 'questions' | 'seeds'> {
  const { effect, sample } = found;
  return {
    measured: describeDifference(found, unit),
    effect: { estimate: effect.estimate, low: effect.low, high: effect.high },
    questions: Math.min(sample.treatment.questions, sample.control.questions),
    seeds: effect.seeds,
  };
}
