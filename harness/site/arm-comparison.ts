import {
  accuracy,
  armDifference,
  armPairs,
  describeDifference,
  lastThirdScores,
  type Measure,
  recovery,
  type Report,
  sameRuns,
  type ScorePair,
  searches,
} from '../report/index.ts';
import type { Run } from '../run/index.ts';

/** Two arms of a report, paired by question and seed over the last third of training. */
export interface ArmComparison {
  /** Ids, in the order of the report. */
  readonly arms: readonly [string, string];
  /** A sentence for each measure, or one that says why there is none. */
  readonly lines: readonly { readonly measure: string; readonly text: string }[];
}

const measures: readonly {
  readonly name: string;
  readonly unit: 'share' | 'count';
  readonly read: Measure;
}[] = [
  { name: 'Held-out accuracy', unit: 'share', read: accuracy },
  { name: 'Searches a question', unit: 'count', read: searches },
  { name: 'Correct after a missed first search', unit: 'share', read: recovery },
];

/** Every pair of arms of a report compared. */
export function armComparisons({ spec, results }: Report): ArmComparison[] {
  const known = new Map<string, ReturnType<typeof lastThirdScores>>();
  const scores = (run: Run, name: string, read: Measure): ReturnType<typeof lastThirdScores> => {
    const key = `${run.id} ${name}`;
    const found = known.get(key) ?? lastThirdScores(run, read);
    known.set(key, found);
    return found;
  };
  const ids = spec.arms.map(({ id }) => id);
  return ids.flatMap((treatment, i) =>
    ids.slice(i + 1).map((control): ArmComparison => {
      const arms = [treatment, control] as const;
      const found = armPairs(results.runs, { treatment, control });
      if (found.kind === 'not comparable')
        return { arms, lines: [{ measure: 'Not comparable', text: `${found.reason}.` }] };
      if (sameRuns(found.pairs))
        return {
          arms,
          lines: [{ measure: 'The same runs', text: 'Every stored outcome and answer is equal.' }],
        };
      const lines = measures.map(({ name, unit, read }) => {
        const pairs = found.pairs.flatMap((pair): ScorePair[] => {
          const [first, second] = [scores(pair.treatment, name, read), scores(pair.control, name, read)];
          return first === null || second === null ? [] : [{ treatment: first, control: second }];
        });
        const whole = pairs.length === found.pairs.length ? armDifference(pairs, { paired: true }) : null;
        return {
          measure: name,
          text: whole === null ? 'No interval: too little counts.' : describeDifference(whole, unit),
        };
      });
      return { arms, lines };
    }),
  );
}
