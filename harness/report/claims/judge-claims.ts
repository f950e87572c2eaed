import { holmCorrection } from '../../statistics/exact-tests.ts';
import type { Results } from '../read/results.ts';
import { deltaText, pValue } from '../tables/format.ts';
import type { Claim, ClaimResult, ClaimVerdict } from './claim.ts';
import { type Controls, restingOn, type Sensitivity, sensitivityOf } from './sensitivity.ts';

/** A claim with its verdict. */
export interface JudgedClaim {
  readonly claim: Claim;
  /** The verdict that stands: of a primary claim after Holm over the primary claims of the page. */
  readonly result: ClaimResult;
  /** The claim by its own runs, whatever the controls say. */
  readonly own: ClaimResult;
  /** What the controls say of its quantity; null where it rests on none. */
  readonly sensitivity: Sensitivity | null;
  /** The claim on its own, resting on the controls, before Holm. */
  readonly alone: ClaimResult;
  /** The p-value after Holm: over the primary claims of the page, or over its exploratory ones; null without a test. */
  readonly adjusted: number | null;
}

/** The rule of `judgeClaims` in words. */
export const standingRule =
  'A page has few primary claims, and their verdicts hold after Holm over them: at a p above 0.05 they cannot tell. All others are exploratory: each is judged alone, and Holm over the exploratory claims of the page stands beside it.';

/** Judges claims from the results of one reproduction, and of its controls where it has some. */
export function judgeClaims(
  claims: readonly Claim[],
  results: Results,
  controls: Controls | null = null,
): JudgedClaim[] {
  return withHolm(
    claims.map((claim) => {
      const sensitivity = controls === null ? null : sensitivityOf(claim, controls, results);
      const own = claim.evaluate(results);
      return { claim, own, sensitivity, alone: marked(restingOn(sensitivity, own), results) };
    }),
  );
}

/** A verdict on runs that are not the reproduction's own says so wherever it is printed. */
function marked(result: ClaimResult, { runs: [first] }: Results): ClaimResult {
  return first?.info.changes === undefined ? result : { ...result, changed: true };
}

/** Adjusts claims for standing on one page; those of several reproductions, where it shows them together. */
export function withHolm(found: readonly Omit<JudgedClaim, 'result' | 'adjusted'>[]): JudgedClaim[] {
  const adjusted = new Map([
    ...adjustedOf(found.filter(({ claim }) => claim.standing === 'primary')),
    ...adjustedOf(found.filter(({ claim }) => claim.standing === 'exploratory')),
  ]);
  return found.map((one) => {
    const p = adjusted.get(one) ?? null;
    return {
      ...one,
      adjusted: p,
      result: one.claim.standing === 'primary' ? afterHolm(one.alone, p) : one.alone,
    };
  });
}

type Found = Pick<JudgedClaim, 'claim' | 'alone'>;

function adjustedOf(family: readonly Found[]): (readonly [Found, number])[] {
  const tested = family.flatMap((one) => (one.alone.p === null ? [] : [{ one, p: one.alone.p }]));
  const adjusted = holmCorrection(tested.map(({ p }) => p));
  return tested.map(({ one, p }, i) => [one, adjusted[i] ?? p]);
}

const tested: readonly ClaimVerdict[] = [
  'reproduced',
  'same direction but weaker',
  'partly reproduced',
  'non-inferior',
  'inferior',
  'opposite',
];

function afterHolm(alone: ClaimResult, adjusted: number | null): ClaimResult {
  if (!tested.includes(alone.verdict) || adjusted === null || adjusted <= 0.05) return alone;
  return {
    ...alone,
    verdict: 'cannot tell',
    reason: `${alone.verdict} alone, but p ${pValue(adjusted)} after Holm over the primary claims`,
  };
}

/** The verdict in words: `no difference of 10 points`, with `exploratory:` before it where the claim is not primary. */
export function verdictText({ claim, result }: Pick<JudgedClaim, 'claim' | 'result'>): string {
  const { verdict, changed } = result;
  const own = verdict === 'no difference' ? `no difference of ${deltaText(claim.delta)}` : verdict;
  const words = changed === true ? `${own} (changed runs)` : own;
  return claim.standing === 'primary' ? words : `exploratory: ${words}`;
}
