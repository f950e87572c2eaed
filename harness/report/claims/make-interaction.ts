import { crossedIntervalRule, crossedPValue } from '../../statistics/crossed-interval.ts';
import { judgeDifference } from '../../statistics/verdict-rule.ts';
import { armDifference, type ArmDifference, type ScorePair } from '../measure/arm-difference.ts';
import { type ArmPair, armPairs, comparableRule, type Comparison, sameRuns } from '../measure/arm-pairs.ts';
import type { Score } from '../measure/score.ts';
import type { Results } from '../read/results.ts';
import { deltaText, signed } from '../tables/format.ts';
import { type Claim, type ClaimResult, type ClaimWords, notComparable } from './claim.ts';
import { type ClaimQuantity, quantityScores, quantityWords } from './claim-quantity.ts';
import { describeDifference, differenceNumbers, noInterval } from './compared-arms.ts';
import { differenceReason, directionRule } from './difference-claim.ts';
import { standingRule } from './judge-claims.ts';
import { makeClaim } from './make-claim.ts';
import { armsText } from './sensitivity.ts';

/** A claim that a quantity differs more between two arms than between two others. */
export interface InteractionFields extends ClaimWords, ClaimQuantity {
  /** The smallest difference of the differences of interest, above 0. */
  readonly delta: number;
  readonly larger: Comparison;
  readonly smaller: Comparison;
}

/** Makes a claim about a difference of differences, with its rule; like one about a difference it rests on the controls. */
export function makeInteraction(fields: InteractionFields): Claim {
  const { larger, smaller, measure } = fields;
  const simple = makeClaim({ ...fields, arms: larger, pairing: 'question and seed', paperEffect: null });
  const delta = { value: fields.delta, unit: measure.unit };
  return {
    ...simple,
    rule: `Compared: ${quantityWords(fields)}, paired by question and seed; its difference of ${armsText(larger)} minus its difference of ${armsText(smaller)}. δ: ${deltaText(delta)}.`,
    commonRules: [directionRule, crossedIntervalRule, comparableRule, standingRule],
    evaluate: (results) => evaluateInteraction(fields, results),
  };
}

function evaluateInteraction(fields: InteractionFields, { runs }: Results): ClaimResult {
  const [first, second] = [armPairs(runs, fields.larger), armPairs(runs, fields.smaller)];
  for (const found of [first, second])
    if (found.kind === 'not comparable') return notComparable(found.reason);
  const pairs = first.kind === 'pairs' ? first.pairs : [];
  const others = new Map((second.kind === 'pairs' ? second.pairs : []).map((pair) => [pair.seed, pair]));
  if (pairs.length !== others.size || pairs.some(({ seed }) => !others.has(seed)))
    return notComparable('the two differences were run with different seeds');
  if (sameRuns([...pairs, ...others.values()]))
    return notComparable('no arm left other runs than its control');
  const scored = pairs.map((pair) => {
    const other = others.get(pair.seed);
    return [scoresOf(fields, pair), other === undefined ? null : scoresOf(fields, other)] as const;
  });
  const whole = scored.flatMap(([one, other]) =>
    one === null || other === null ? [] : [[one, other] as const],
  );
  if (whole.length < scored.length) return notComparable('a run lacks the evaluation it needs');
  return judged(fields, whole);
}

function scoresOf(quantity: ClaimQuantity, pair: ArmPair): ScorePair | null {
  const treatment = quantityScores(quantity, pair.treatment, pair);
  const control = quantityScores(quantity, pair.control, pair);
  return treatment === null || control === null ? null : { treatment, control };
}

function difference(pairs: readonly ScorePair[]): ArmDifference | null {
  return armDifference(pairs, { paired: true });
}

function judged(
  { measure, delta: value }: InteractionFields,
  seeds: readonly (readonly [larger: ScorePair, smaller: ScorePair])[],
): ClaimResult {
  const { unit } = measure;
  const larger = difference(seeds.map(([pair]) => pair));
  const smaller = difference(seeds.map(([, pair]) => pair));
  // (a - b) - (c - d) = (a + d) - (b + c), so that both differences are read on the same questions.
  const found = difference(
    seeds.map(([one, other]) => ({
      treatment: summed(one.treatment, other.control),
      control: summed(one.control, other.treatment),
    })),
  );
  if (found === null || larger === null || smaller === null) return notComparable(noInterval);
  const { effect } = found;
  const verdict = judgeDifference(effect, { delta: value, unit }, null);
  const [first, second] = [larger, smaller].map((one) => signed(one.effect.estimate, unit));
  return {
    verdict,
    reason: differenceReason(effect, { verdict, delta: { value, unit } }),
    p: crossedPValue(effect),
    ...differenceNumbers(found, unit),
    measured: describeDifference(found, unit, [first ?? '', second ?? '']),
  };
}

/** The sum of the values of each question that counts in both. */
function summed(scores: readonly Score[], others: readonly Score[]): Score[] {
  const byQuestion = new Map(others.map((score) => [score.questionId, score]));
  return scores.map((score) => {
    const other = byQuestion.get(score.questionId);
    const counts = other !== undefined && score.count > 0 && other.count > 0;
    return {
      ...score,
      sum: counts ? score.sum / score.count + other.sum / other.count : 0,
      count: counts ? 1 : 0,
    };
  });
}
