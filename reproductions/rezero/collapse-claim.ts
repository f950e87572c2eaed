import {
  armPairs,
  type Claim,
  type ClaimResult,
  type ClaimVerdict,
  type ClaimWords,
  collapseRule,
  collapseStep,
  comparableRule,
  type Comparison,
  evaluationsOf,
  notComparable,
  type Results,
  withInterval,
} from '../../harness/report/index.ts';
import type { Run } from '../../harness/run/index.ts';
import { clopperPearsonInterval } from '../../harness/statistics/proportions.ts';

/** The rule of `evaluateCollapse` in words. */
const collapseVerdictRule =
  'Reproduced when more than half of the seeds of each arm collapse; same direction but weaker when at least one seed of either arm does; no evidence when none does (a run may be too short to collapse, so that is never opposite); interval: Clopper-Pearson over seeds';

/** A claim that both arms collapse. */
export function collapseClaim({ arms, ...words }: ClaimWords & { readonly arms: Comparison }): Claim {
  return {
    ...words,
    rule: `${collapseVerdictRule}. Collapse: ${collapseRule}.`,
    commonRules: [comparableRule],
    evaluate: (results) => evaluateCollapse(results, arms),
  };
}

/** Judges the collapse of both arms from the held-out curves of their ended runs. */
function evaluateCollapse({ runs }: Results, comparison: Comparison): ClaimResult {
  const found = armPairs(runs, comparison);
  if (found.kind === 'not comparable') return notComparable(found.reason);
  const unseen = found.pairs
    .flatMap((pair) => [pair.treatment, pair.control])
    .find((run) => held(run).length < 3);
  if (unseen !== undefined) return notComparable(`${unseen.id} has fewer than three held-out evaluations`);
  const n = found.pairs.length;
  const treatment = count(found.pairs.map((pair) => pair.treatment));
  const control = count(found.pairs.map((pair) => pair.control));
  return {
    verdict: verdictOf(treatment / n, control / n),
    reason: `${treatment} and ${control} of ${n} seeds collapsed`,
    measured: `${share(treatment, n)} against ${share(control, n)} of the seeds, ${n} seeds`,
    effect: null,
    n: found.pairs.reduce((sum, { treatment: run }) => sum + (held(run)[0]?.outcomes.length ?? 0), 0),
    seeds: n,
  };
}

const held = (run: Run): ReturnType<typeof evaluationsOf> => evaluationsOf(run, 'held-out');

function count(runs: readonly Run[]): number {
  return runs.filter((run) => collapseStep(held(run)) !== null).length;
}

function share(correct: number, n: number): string {
  return withInterval(clopperPearsonInterval({ correct, n }), 'share');
}

function verdictOf(treatment: number, control: number): ClaimVerdict {
  if (treatment > 0.5 && control > 0.5) return 'reproduced';
  return treatment > 0 || control > 0 ? 'same direction but weaker' : 'no evidence';
}
