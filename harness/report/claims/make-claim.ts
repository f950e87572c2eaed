import { comparableRule } from '../measure/arm-pairs.ts';
import { crossedIntervalRule } from '../../statistics/crossed-interval.ts';
import { deltaText } from '../tables/format.ts';
import type { Claim, ClaimDifference, ClaimWords, Delta } from './claim.ts';
import { type ClaimMeasure, type ClaimQuantity, quantityScores, quantityWords } from './claim-quantity.ts';
import { directionRule, evaluateDifference } from './difference-claim.ts';
import { evaluateImprovement, improvementRule } from './improvement-claim.ts';
import { standingRule } from './judge-claims.ts';
import { evaluateNonInferiority, nonInferiorityRule } from './non-inferiority-claim.ts';

/** The id of an arm; `called` in the rule, where that reads better than the id. */
export type ClaimArm = string | { readonly id: string; readonly called: string };

/**
 * Questions held against each other: those of a seed that count in both arms, or in each arm those that count there.
 */
export type Pairing = 'question and seed' | 'own cases';

interface Words extends ClaimWords {
  /** The smallest effect of interest in the unit of the measure, above 0; of non-inferiority the margin. */
  readonly delta: number;
}

interface ComparisonFields extends Words, ClaimQuantity {
  readonly arms: { readonly treatment: ClaimArm; readonly control: ClaimArm };
  readonly pairing: Pairing;
  /** An arm whose runs the treatment's equal where it never acted. */
  readonly inertAs?: string;
  /** Question plays that must count in each arm, default 1. */
  readonly fewest?: number;
  /** False where the controls are not made to move the measure; default true, the claim rests on them. */
  readonly controlled?: false;
}

/** A claim that a quantity is higher in the treatment arm. */
export interface DifferenceFields extends ComparisonFields {
  /** The paper's difference in the unit of the measure; null where it gives none, or where its scale is not ours. */
  readonly paperEffect: number | null;
}

/** A claim that a share is not lower in the treatment arm by `delta` or more. */
export interface NonInferiorityFields extends Omit<ComparisonFields, 'fewest'> {
  readonly pairing: 'question and seed';
  /** Tells it from a claim that the quantity is higher. */
  readonly asks: 'non-inferiority';
}

/** A claim that training raises a measure in each of some arms. */
export interface ImprovementFields extends Words {
  readonly measure: ClaimMeasure;
  /** The later of the evaluations compared; the earlier is step 0. */
  readonly step: 'last third';
  /** Ids. */
  readonly arms: readonly string[];
}

/** Fields of a claim. */
export type ClaimFields = DifferenceFields | NonInferiorityFields | ImprovementFields;

/** Makes a claim: the same fields write its rule and judge it, so that the sentence says what the code does. */
export function makeClaim(fields: ClaimFields): Claim {
  const { id, statement, paper, fixedOn, known, standing } = fields;
  const delta = { value: fields.delta, unit: fields.measure.unit };
  const judged = judgement(fields, delta);
  return {
    id,
    statement,
    paper,
    fixedOn,
    known,
    standing,
    delta,
    evaluate: judged.evaluate,
    ...(judged.difference === undefined ? {} : { difference: judged.difference }),
    ...('paperEffect' in fields ? { paperEffect: fields.paperEffect } : {}),
    rule: `${judged.rule} δ: ${deltaText(delta)}.`,
    commonRules: [...judged.commonRules, standingRule],
  };
}

function judgement(
  fields: ClaimFields,
  delta: Delta,
): Pick<Claim, 'rule' | 'commonRules' | 'evaluate' | 'difference'> {
  if (isImprovement(fields))
    return {
      rule: `Arms: ${fields.arms.join(', ')}. ${improvementRule(quantityWords(fields))}.`,
      commonRules: [directionRule, crossedIntervalRule],
      evaluate: (results) => evaluateImprovement({ ...fields, delta }, results),
    };
  const claim = {
    comparison: { treatment: idOf(fields.arms.treatment), control: idOf(fields.arms.control) },
    scores: quantityScores.bind(null, fields),
    paired: fields.pairing === 'question and seed',
    unit: fields.measure.unit,
    chosenOnDev: fields.step === 'chosen',
  };
  const least = 'fewest' in fields ? { fewest: fields.fewest ?? 1 } : {};
  const difference: ClaimDifference = {
    quantity: quantityWords(fields),
    between: (comparison, results) =>
      evaluateDifference({ ...claim, ...least, comparison, delta, paperEffect: null }, results),
  };
  const controlled = fields.controlled === false ? {} : { difference };
  const inert = fields.inertAs === undefined ? {} : { inertAs: fields.inertAs };
  if ('asks' in fields)
    return {
      rule: `${comparedRule(fields)} ${nonInferiorityRule(delta)}.`,
      commonRules: [crossedIntervalRule, comparableRule],
      evaluate: (results) => evaluateNonInferiority({ ...claim, ...inert, margin: delta }, results),
      ...controlled,
    };
  const { paperEffect } = fields;
  return {
    rule: comparedRule(fields),
    commonRules: [directionRule, crossedIntervalRule, comparableRule],
    evaluate: (results) => evaluateDifference({ ...claim, ...inert, ...least, delta, paperEffect }, results),
    ...controlled,
  };
}

function isImprovement(fields: ClaimFields): fields is ImprovementFields {
  return Array.isArray(fields.arms);
}

function comparedRule(fields: DifferenceFields | NonInferiorityFields): string {
  const { treatment, control } = fields.arms;
  return `Compared: ${quantityWords(fields)}, ${pairingWords(fields)}; ${nameOf(treatment)} minus ${nameOf(control)}.`;
}

function pairingWords({ pairing, measure, fewest = 1 }: ComparisonFields): string {
  const words =
    pairing === 'question and seed'
      ? 'paired by question and seed'
      : `each arm over its own ${measure.cases ?? 'questions'}`;
  return fewest === 1 ? words : `${words}, at least ${fewest} in each`;
}

function idOf(arm: ClaimArm): string {
  return typeof arm === 'string' ? arm : arm.id;
}

function nameOf(arm: ClaimArm): string {
  return typeof arm === 'string' ? arm : arm.called;
}
