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
  sameRuns,
  standingRule,
  withInterval,
} from '../../harness/report/index.ts';
import type { Run } from '../../harness/run/index.ts';
import type { Interval } from '../../harness/statistics/interval.ts';
import { clopperPearsonInterval } from '../../harness/statistics/proportions.ts';

/** Collapses in at most this share of runs are accidents, not a property of the method. */
const accident = 0.05;

/** Arms of a claim that both collapse, and how long they must train for it. */
export interface CollapsingArms {
  readonly arms: Comparison;
  /** Step of the earliest collapse that the paper reports. */
  readonly firstCollapse: number;
}

/** A claim that both arms collapse. */
export function collapseClaim(words: ClaimWords, collapsing: CollapsingArms): Claim {
  const { firstCollapse } = collapsing;
  return {
    ...words,
    delta: { value: accident, unit: 'share' },
    rule: `Clopper-Pearson over the seeds of each arm: reproduced when both intervals lie above ${100 * accident} % of the runs, else cannot tell, whatever single runs do; not comparable when the runs are shorter than the paper's first collapse, ${firstCollapse} steps. Collapse: ${collapseRule}.`,
    commonRules: [comparableRule, standingRule],
    evaluate: (results) => evaluateCollapse(results, collapsing),
  };
}

/** Judges the collapse of both arms from the held-out curves of their ended runs. */
function evaluateCollapse({ runs }: Results, { arms, firstCollapse }: CollapsingArms): ClaimResult {
  const found = armPairs(runs, arms);
  if (found.kind === 'not comparable') return notComparable(found.reason);
  if (sameRuns(found.pairs)) return notComparable('both arms left the same runs');
  const all = found.pairs.flatMap((pair) => [pair.treatment, pair.control]);
  const short = all.find(({ info }) => info.config.steps < firstCollapse);
  if (short !== undefined)
    return notComparable(
      `${short.info.config.steps} steps; the paper's first collapse is at ${firstCollapse}`,
    );
  const unseen = all.find((run) => held(run).length < 3);
  if (unseen !== undefined) return notComparable(`${unseen.id} has fewer than three held-out evaluations`);
  const n = found.pairs.length;
  const treatment = clopperPearsonInterval({ correct: count(found.pairs.map((pair) => pair.treatment)), n });
  const control = clopperPearsonInterval({ correct: count(found.pairs.map((pair) => pair.control)), n });
  return {
    verdict: verdictOf(treatment, control),
    reason: `${Math.round(treatment.estimate * n)} and ${Math.round(control.estimate * n)} of ${n} seeds collapsed`,
    measured: `${withInterval(treatment, 'share')} against ${withInterval(control, 'share')} of the runs, ${n} seeds`,
    effect: null,
    p: null,
    questions: Math.min(...all.map((run) => held(run)[0]?.outcomes.length ?? 0)),
    seeds: n,
  };
}

const held = (run: Run): ReturnType<typeof evaluationsOf> => evaluationsOf(run, 'held-out');

function count(runs: readonly Run[]): number {
  return runs.filter((run) => collapseStep(held(run)) !== null).length;
}

function verdictOf(treatment: Interval, control: Interval): ClaimVerdict {
  return treatment.low > accident && control.low > accident ? 'reproduced' : 'cannot tell';
}
