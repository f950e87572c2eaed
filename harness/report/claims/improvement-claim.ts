import { hasEnded, type Run } from '../../run/index.ts';
import { crossedPValue } from '../../statistics/crossed-interval.ts';
import { holmCorrection } from '../../statistics/exact-tests.ts';
import { type DifferenceVerdict, judgeDifference } from '../../statistics/verdict-rule.ts';
import { armDifference, type ArmDifference } from '../measure/arm-difference.ts';
import { fewestSeeds } from '../measure/arm-pairs.ts';
import { lastThirdScores } from '../measure/last-third.ts';
import { type Measure, scoresAt } from '../measure/score.ts';
import type { Results } from '../read/results.ts';
import { signedWithInterval } from '../tables/format.ts';
import { sampleText } from '../tables/estimate-text.ts';
import { type ClaimResult, type ClaimVerdict, type Delta, notComparable } from './claim.ts';
import { noInterval } from './compared-arms.ts';

/** A claim that training raises a measure in each of some arms. */
export interface ImprovementClaim {
  readonly measure: { readonly of: Measure };
  readonly delta: Delta;
  /** Ids. */
  readonly arms: readonly string[];
}

/**
 * The rule of `evaluateImprovement` in words.
 * @param quantity what is compared, with its step.
 */
export function improvementRule(quantity: string): string {
  return `Per arm: ${quantity} minus that of the policy before training (step 0 of the same runs). The arms pass together: reproduced, or no difference of δ, when each of them is; opposite when one is after Holm over the arms, partly reproduced when one is and none is opposite; else cannot tell`;
}

interface ArmVerdict {
  readonly arm: string;
  readonly found: ArmDifference;
  readonly verdict: DifferenceVerdict;
  readonly p: number;
  /** After Holm over the arms. */
  readonly adjusted: number;
}

/** Judges that training improves the policy in each of some arms. */
export function evaluateImprovement(claim: ImprovementClaim, { runs }: Results): ClaimResult {
  const { measure, delta, arms } = claim;
  const effects = arms.map((arm) => ({ arm, found: improvement(arm, runs, measure.of) }));
  const [lacking] = effects.flatMap(({ arm, found }) =>
    typeof found === 'string' ? [`${arm}: ${found}`] : [],
  );
  if (lacking !== undefined) return notComparable(lacking);
  const judged = judgeArms(
    effects.flatMap(({ arm, found }) => (typeof found === 'string' ? [] : [{ arm, found }])),
    delta,
  );
  const { verdict, p } = together(judged);
  return {
    verdict,
    reason: judged.map((one) => `${one.arm} ${one.verdict}`).join(', '),
    measured: judged
      .map(
        ({ arm, found: { effect, sample } }) =>
          `${arm} ${signedWithInterval(effect, delta.unit)} (${sampleText(sample.treatment)})`,
      )
      .join('; '),
    effect: null,
    p,
    questions: Math.min(...judged.map(({ found }) => found.sample.treatment.questions)),
    seeds: Math.min(...judged.map(({ found }) => found.effect.seeds)),
  };
}

function judgeArms(
  arms: readonly { readonly arm: string; readonly found: ArmDifference }[],
  { value, unit }: Delta,
): ArmVerdict[] {
  const judged = arms.map(({ arm, found }) => ({
    arm,
    found,
    verdict: judgeDifference(found.effect, { delta: value, unit }, null),
    p: crossedPValue(found.effect),
  }));
  const adjusted = holmCorrection(judged.map(({ p }) => p));
  return judged.map((one, i) => ({ ...one, adjusted: adjusted[i] ?? one.p }));
}

/** All arms as one: that each of them passes needs no correction, that some one does needs it. */
function together(judged: readonly ArmVerdict[]): { readonly verdict: ClaimVerdict; readonly p: number } {
  const every = (verdict: DifferenceVerdict): boolean => judged.every((one) => one.verdict === verdict);
  const some = (verdict: DifferenceVerdict): readonly number[] =>
    judged.filter((one) => one.verdict === verdict && one.adjusted <= 0.05).map(({ adjusted }) => adjusted);
  const largest = Math.max(...judged.map(({ p }) => p));
  if (every('reproduced')) return { verdict: 'reproduced', p: largest };
  if (every('no difference')) return { verdict: 'no difference', p: largest };
  const [below, above] = [some('opposite'), some('reproduced')];
  if (below.length > 0) return { verdict: 'opposite', p: Math.min(...below) };
  if (above.length > 0) return { verdict: 'partly reproduced', p: Math.min(...above) };
  return { verdict: 'cannot tell', p: largest };
}

function improvement(arm: string, runs: readonly Run[], measure: Measure): ArmDifference | string {
  const ours = runs.filter(({ info }) => info.arm === arm);
  if (ours.length < fewestSeeds) return `${ours.length} of at least ${fewestSeeds} seeds`;
  const open = ours.find((run) => !hasEnded(run));
  if (open !== undefined) return `${open.id} did not end`;
  const pairs = ours.map((run) => ({
    treatment: lastThirdScores(run, measure) ?? [],
    control: scoresAt(run, 0, measure) ?? [],
  }));
  return armDifference(pairs, { paired: true }) ?? noInterval;
}
