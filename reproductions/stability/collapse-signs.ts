import { mean } from '../../harness/statistics/interval.ts';
import type { Run } from '../../harness/run/index.ts';

/** Columns of metrics.csv that a collapse is explained by, with their names in tables. */
export const signColumns = {
  correctness: 'Correct',
  format: 'In format',
  answered_share: 'Answered',
  reward_mean: 'Reward',
  entropy: 'Entropy',
  kl: 'KL',
  searches_per_episode: 'Searches',
  policy_tokens_per_episode: 'Tokens',
} as const;

/** One of the columns. */
export type SignColumn = keyof typeof signColumns;

/** A column at the peak of correctness and at the collapse, or at the end where there is none; null without a value. */
export interface Change {
  readonly peak: number | null;
  readonly end: number | null;
}

/** Training of one run in figures, whether it collapsed or not. */
export interface TrainingSigns {
  readonly run: Run;
  /** Step at which training saw a collapse; null where it saw none. */
  readonly collapse: number | null;
  /** Last step of the five of highest mean correctness up to the collapse or the end; null for fewer than five. */
  readonly peakStep: number | null;
  readonly changes: Readonly<Record<SignColumn, Change>>;
  /** What the collapse looked like, by `signRule`; empty without one. */
  readonly signs: readonly string[];
}

/** Steps that a figure is the mean of, as in the rule of a collapse. */
const window = 5;

/** The rule of `signs` in words. */
export const signRule =
  'Signs, of the five steps up to the collapse against the five of highest correctness before it: silent, under half of the episodes end in an answer; formless, the format reward is under half; paid all the same, the reward is at least 90 % of what it was; frozen, entropy is at most half; random, entropy is at least double; far, KL is above 1 nat a token; none of these: wrong';

/** Reads how a run trained and what its collapse looked like, from its metrics alone. */
export function trainingSigns(run: Run): TrainingSigns {
  const { metrics, info } = run;
  const collapse = info.collapseStep;
  const until = collapse ?? Math.max(0, ...metrics.map((row) => row['step'] ?? 0));
  const meansAt = (step: number | null): Readonly<Record<SignColumn, number | null>> =>
    columnsOf((column) =>
      step === null
        ? null
        : mean(
            metrics.flatMap((row) => {
              const at = row['step'] ?? 0;
              return at > step - window && at <= step ? (row[column] ?? []) : [];
            }),
          ),
    );
  const peakStep = highest(
    metrics.map((row) => row['step'] ?? 0).filter((step) => step >= window && step <= until),
    (step) => meansAt(step).correctness,
  );
  const [peak, end] = [meansAt(peakStep), meansAt(until)];
  const changes = columnsOf((column) => ({ peak: peak[column], end: end[column] }));
  return { run, collapse, peakStep, changes, signs: collapse === null ? [] : signsOf(changes) };
}

function columnsOf<Value>(read: (column: SignColumn) => Value): Record<SignColumn, Value> {
  const columns = Object.keys(signColumns) as SignColumn[];
  return Object.fromEntries(columns.map((column) => [column, read(column)])) as Record<SignColumn, Value>;
}

/** The first step of the highest value; null where none has a value. */
function highest(steps: readonly number[], valueAt: (step: number) => number | null): number | null {
  let [best, found]: [number, number | null] = [Number.NEGATIVE_INFINITY, null];
  for (const step of steps) {
    const value = valueAt(step);
    if (value !== null && value > best) [best, found] = [value, step];
  }
  return found;
}

/** NaN where there is no peak to hold the end against, which no comparison holds for. */
function ratio({ peak, end }: Change): number {
  return peak === null || end === null || peak <= 0 ? NaN : end / peak;
}

function signsOf(changes: TrainingSigns['changes']): string[] {
  const { answered_share: answered, format, reward_mean: reward, entropy, kl } = changes;
  const holds: readonly (readonly [sign: string, holds: boolean])[] = [
    ['silent', (answered.end ?? 1) < 0.5],
    ['formless', (format.end ?? 1) < 0.5],
    ['paid all the same', ratio(reward) >= 0.9],
    ['frozen', ratio(entropy) <= 0.5],
    ['random', ratio(entropy) >= 2],
    ['far', (kl.end ?? 0) > 1],
  ];
  const signs = holds.flatMap(([sign, held]) => (held ? [sign] : []));
  return signs.length === 0 ? ['wrong'] : signs;
}
