import {
  type Claim,
  type ClaimResult,
  type ClaimVerdict,
  type ClaimWords,
  type Comparison,
  notComparable,
  pValue,
  type Results,
  standingRule,
} from '../../harness/report/index.ts';
import { collapseSignalRule, hasEnded, type Run } from '../../harness/run/index.ts';
import { mcnemarExact } from '../../harness/statistics/exact-tests.ts';

/** A claim that training collapses sooner in some arms than in others, arm by arm. */
export interface SoonerFields extends ClaimWords {
  /** What is compared, for the rule: `ReZero minus three rewards at each place`. */
  readonly compared: string;
  /** Arms said to collapse sooner, each with the one it is held against; those that a result lacks are passed over. */
  readonly pairs: readonly Comparison[];
}

/** Fewer pairs of runs that differ cannot reach a p of 0.05. */
const fewest = 6;

/** The smallest difference of interest, of shares of pairs; no verdict here says that there is none so large. */
const delta = 0.25;

/**
 * Makes a claim about the order of collapses, by an exact sign test on pairs of runs. A run without a collapse outlasts
 * every run with one.
 */
export function soonerClaim({ compared, pairs, ...words }: SoonerFields): Claim {
  return {
    ...words,
    delta: { value: delta, unit: 'share' },
    rule: `Compared: ${compared}, seed by seed, which of the two runs collapses first in training; a run that does not collapse outlasts one that does, and two that do not, or that do at one step, say nothing. Two-sided exact sign test over all such pairs as if independent, which seeds that share an order of questions are not quite: reproduced or opposite at a p of at most 0.05, not comparable with fewer than ${fewest} pairs of runs, else cannot tell.`,
    commonRules: [`Collapse in training: ${collapseSignalRule}.`, standingRule],
    evaluate: ({ runs }: Results) => evaluate(pairs, runs),
  };
}

function evaluate(pairs: readonly Comparison[], runs: readonly Run[]): ClaimResult {
  const open = runs.find((run) => !hasEnded(run));
  if (open !== undefined) return notComparable(`${open.id} did not end`);
  const compared = pairs.flatMap(({ treatment, control }) =>
    ofArm(runs, treatment).flatMap((run) => {
      const other = ofArm(runs, control).find(({ info }) => info.seed === run.info.seed);
      return other === undefined ? [] : [[collapseOf(run), collapseOf(other)] as const];
    }),
  );
  if (compared.length < fewest)
    return notComparable(`${compared.length} of at least ${fewest} pairs of runs with one seed`);
  const sooner = compared.filter(([first, second]) => first < second).length;
  const later = compared.filter(([first, second]) => first > second).length;
  const p = mcnemarExact({ firstOnly: sooner, secondOnly: later });
  const n = compared.length;
  return {
    verdict: verdictOf({ sooner, later, p }),
    reason: `sign test over ${sooner + later} pairs that differ, p ${pValue(p)}`,
    measured: `first to collapse in ${sooner} of ${n} pairs, last in ${later}`,
    effect: null,
    p,
    questions: 0,
    seeds: new Set(runs.map(({ info }) => info.seed)).size,
  };
}

function ofArm(runs: readonly Run[], arm: string): Run[] {
  return runs.filter(({ info }) => info.arm === arm);
}

function collapseOf({ info }: Run): number {
  return info.collapseStep ?? Number.POSITIVE_INFINITY;
}

function verdictOf(found: {
  readonly sooner: number;
  readonly later: number;
  readonly p: number;
}): ClaimVerdict {
  if (found.p > 0.05) return 'cannot tell';
  return found.sooner > found.later ? 'reproduced' : 'opposite';
}
