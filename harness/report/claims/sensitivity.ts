import type { Comparison } from '../measure/arm-pairs.ts';
import type { Results } from '../read/results.ts';
import type { Claim, ClaimResult } from './claim.ts';

/** Arms by which a run shows what it can tell, each a treatment held against its control. */
export interface Controls {
  /** Must be told apart, the treatment above. */
  readonly positive: Comparison;
  /** One recipe under two sets of seeds: must not be told apart. */
  readonly twin: Comparison;
  /** Further controls; they are shown, and no verdict rests on them. */
  readonly shown: readonly Comparison[];
}

/** A control with what was found by a claim's own rule. */
export interface JudgedControl {
  readonly arms: Comparison;
  readonly result: ClaimResult;
}

/** Answer of the controls in one quantity. */
export interface Sensitivity {
  /** The quantity, as the rules of its claims have it. */
  readonly quantity: string;
  readonly positive: JudgedControl;
  readonly twin: JudgedControl;
  readonly shown: readonly JudgedControl[];
  /** Reason why the run is not sensitive; null when it is. */
  readonly lack: string | null;
}

/** The rule of `sensitivityOf` and `restingOn` in words. */
export const sensitivityRule =
  'A claim that compares arms rests on the controls, judged by its own rule, on its own quantity, with its own δ: the run is sensitive there when the positive control is reproduced and the twin is neither reproduced nor opposite. Where it is not, the claim reads `cannot tell (the run is not sensitive)`, whatever its own interval says. Other controls are shown and decide nothing.';

/** The controls in the quantity of a claim; null for a claim that rests on none. */
export function sensitivityOf(
  { difference }: Pick<Claim, 'difference'>,
  controls: Controls,
  results: Results,
): Sensitivity | null {
  if (difference === undefined) return null;
  const judged = (arms: Comparison): JudgedControl => ({ arms, result: difference.between(arms, results) });
  const [positive, twin] = [judged(controls.positive), judged(controls.twin)];
  return {
    quantity: difference.quantity,
    positive,
    twin,
    shown: controls.shown.map(judged),
    lack: lackOf(positive, twin),
  };
}

function lackOf(positive: JudgedControl, twin: JudgedControl): string | null {
  for (const { arms, result } of [positive, twin])
    if (result.verdict === 'not comparable') return `${armsText(arms)} cannot be judged: ${result.reason}`;
  if (positive.result.verdict !== 'reproduced')
    return `the positive control ${armsText(positive.arms)} was not told apart: ${positive.result.verdict}, ${positive.result.reason}`;
  if (twin.result.verdict === 'reproduced' || twin.result.verdict === 'opposite')
    return `the twin ${armsText(twin.arms)} was told apart, though both are one recipe: ${twin.result.verdict}`;
  return null;
}

/** `informed-retry against three-reward`. */
export function armsText({ treatment, control }: Comparison): string {
  return `${treatment} against ${control}`;
}

/** The result of a claim that rests on controls: what an insensitive run says is nothing. */
export function restingOn(sensitivity: Sensitivity | null, result: ClaimResult): ClaimResult {
  if (sensitivity === null || sensitivity.lack === null || result.verdict === 'not comparable') return result;
  const reason = `${sensitivity.lack}${ownText(result)}`;
  return { ...result, verdict: 'cannot tell (the run is not sensitive)', reason };
}

/** What a claim's own runs told where its controls told nothing: no verdict, and no secret either. */
export function ownText({ verdict }: ClaimResult): string {
  return verdict === 'cannot tell' ? '' : `; by its own runs: ${verdict}`;
}
