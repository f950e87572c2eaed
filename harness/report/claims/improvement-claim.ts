import { hasEnded, type Run } from '../../run/index.ts';
import { armDifference, type ArmDifference } from '../measure/arm-difference.ts';
import { fewestSeeds } from '../measure/arm-pairs.ts';
import { type Measure, scoresAt } from '../measure/score.ts';
import { chosenStep } from '../measure/summarise-run.ts';
import type { Results } from '../read/results.ts';
import { signedWithInterval, type Unit } from '../tables/format.ts';
import { type ClaimResult, type ClaimVerdict, notComparable } from './claim.ts';

/** A claim that training raises a measure in each of some arms. */
export interface ImprovementClaim {
  readonly measure: { readonly of: Measure; readonly unit: Unit };
  /** Ids. */
  readonly arms: readonly string[];
}

/**
 * The rule of `evaluateImprovement` in words.
 * @param quantity what is compared, with its step: `held-out accuracy at the step chosen on dev`.
 */
export function improvementRule(quantity: string): string {
  return `Per arm: ${quantity} minus that of the policy before training (step 0 of the same runs), 95 % bootstrap over seeds and chunks. Reproduced when every interval lies above 0; same direction but weaker when some do and none lies below; opposite when one lies below 0; no evidence otherwise`;
}

/** Judges that training improves the policy in each of some arms. */
export function evaluateImprovement({ measure, arms }: ImprovementClaim, { runs }: Results): ClaimResult {
  const effects = arms.map((arm) => ({ arm, found: improvement(arm, runs, measure.of) }));
  const [lacking] = effects.flatMap(({ arm, found }) =>
    typeof found === 'string' ? [`${arm}: ${found}`] : [],
  );
  if (lacking !== undefined) return notComparable(lacking);
  const found = effects.flatMap(({ arm, found: one }) => (typeof one === 'string' ? [] : [{ arm, ...one }]));
  const above = found.filter(({ effect }) => effect.low > 0).length;
  const below = found.filter(({ effect }) => effect.high < 0).length;
  return {
    verdict: verdictOf({ above, below, all: found.length }),
    reason: `${above} of ${found.length} intervals lie above 0, ${below} below`,
    measured: found.map(({ arm, effect }) => `${arm} ${signedWithInterval(effect, measure.unit)}`).join('; '),
    effect: null,
    n: Math.min(...found.map(({ n }) => n.treatment)),
    seeds: Math.min(...found.map(({ seeds }) => seeds)),
  };
}

function improvement(arm: string, runs: readonly Run[], measure: Measure): ArmDifference | string {
  const ours = runs.filter(({ info }) => info.arm === arm);
  if (ours.length < fewestSeeds) return `${ours.length} of at least ${fewestSeeds} seeds`;
  const open = ours.find((run) => !hasEnded(run));
  if (open !== undefined) return `${open.id} did not end`;
  const pairs = ours.map((run) => ({
    treatment: scoresAt(run, chosenStep(run), measure) ?? [],
    control: scoresAt(run, 0, measure) ?? [],
  }));
  return armDifference(pairs, { name: `improvement of ${arm}`, paired: true }) ?? 'an evaluation is missing';
}

function verdictOf({ above, below, all }: Readonly<Record<'above' | 'below' | 'all', number>>): ClaimVerdict {
  if (below > 0) return 'opposite';
  if (above === all) return 'reproduced';
  return above > 0 ? 'same direction but weaker' : 'no evidence';
}
