import {
  type ArmSummary,
  estimate,
  type Estimate,
  firstFound,
  type Results,
  scoresAt,
  summariseArm,
} from '../../harness/report/index.ts';
import type { Run } from '../../harness/run/index.ts';
import type { Interval } from '../../harness/statistics/interval.ts';
import { wilsonInterval } from '../../harness/statistics/proportions.ts';
import { zerosearchArms } from '../zerosearch/arms.ts';
import { simulatorNames } from '../zerosearch/simulators.ts';

/** A training search of ZeroSearch's own runs, by the quality it was measured at. */
export interface PlacedSearch {
  readonly id: string;
  readonly label: string;
  /** Share of its useful documents, or of the first searches of the untrained policy, that hold the answer. */
  readonly quality: Interval;
  /** What `quality` is a share of. */
  readonly n: number;
  /** Held-out accuracy over the last third of its runs. */
  readonly accuracy: Estimate;
  /** Steps that its runs were to make. */
  readonly steps: number;
}

/** The arms of ZeroSearch that can be placed: simulators, and the real search. */
export const placedArms: readonly string[] = ['real', ...simulatorNames];

/** Places of ZeroSearch's searches, in order; without those that were not run or not measured. */
export function placedSearches(zerosearch: Results | undefined): PlacedSearch[] {
  if (zerosearch === undefined) return [];
  return placedArms.flatMap((id) => {
    const arm = summaryOf(id, zerosearch);
    const [first] = arm.runs;
    const measured = id === 'real' ? foundByReal(arm) : simulatedWithAnswer(id, zerosearch);
    if (first === undefined || arm.late === null || measured === null) return [];
    const { steps } = first.run.info.config;
    return [{ id, label: arm.arm.label, ...measured, accuracy: arm.late, steps }];
  });
}

type Measured = Pick<PlacedSearch, 'quality' | 'n'>;

function summaryOf(id: string, { runs }: Results): ArmSummary {
  const label = zerosearchArms.find((arm) => arm.id === id)?.label ?? id;
  return summariseArm({ id, label }, runs);
}

/** Of the documents that a simulator was told to make useful, on training questions, those with the gold answer. */
function simulatedWithAnswer(id: string, { simulatorQuality = [] }: Results): Measured | null {
  const { count = 0, n = 0 } = simulatorQuality.find((one) => one.id === id)?.usefulWithGold ?? {};
  return n === 0 ? null : { quality: wilsonInterval({ correct: count, n }), n };
}

/** Of the first searches before training, on held-out questions, those that found the gold chunk: it depends on the query. */
function foundByReal({ runs }: ArmSummary): Measured | null {
  const scores = runs.map(({ run }: { readonly run: Run }) => scoresAt(run, 0, firstFound) ?? []);
  const found = estimate(scores, 'share');
  return found === null ? null : { quality: found, n: Math.round(found.plays) };
}
