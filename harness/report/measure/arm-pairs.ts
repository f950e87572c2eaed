import { hasEnded, type Run } from '../../run/index.ts';

/** Two arms, one held against the other. */
export interface Comparison {
  readonly treatment: string;
  readonly control: string;
}

/** The two runs of one seed. */
export interface ArmPair {
  readonly seed: number;
  readonly treatment: Run;
  readonly control: Run;
}

/** Pairs, or why there are none. */
export type ArmPairs =
  | { readonly kind: 'pairs'; readonly pairs: readonly ArmPair[] }
  | { readonly kind: 'not comparable'; readonly reason: string };

/** Fewer seeds say too little about the spread between seeds for a verdict. */
export const fewestSeeds = 3;

/** Requirements of `armPairs` in words. */
export const comparableRule: string = `Not comparable unless every run of both arms has ended, on the same data, with the same seeds, at least ${fewestSeeds} (an arm that was run with further seeds is compared on those that both have), or when both arms left the same runs (every stored outcome and answer equal).`;

/** Pairs the runs of two arms by the seeds that both have, or says why they cannot be compared. */
export function armPairs(runs: readonly Run[], { treatment, control }: Comparison): ArmPairs {
  const ours = runs.filter(({ info }) => info.arm === treatment || info.arm === control);
  const open = ours.filter((run) => !hasEnded(run));
  if (open.length > 0) return because(`${open.map(({ id }) => id).join(', ')} did not end`);
  const bySeed = (arm: string): Map<number, Run> =>
    new Map(ours.filter(({ info }) => info.arm === arm).map((run) => [run.info.seed, run]));
  const first = bySeed(treatment);
  const second = bySeed(control);
  const idle = [treatment, control].filter((_, side) => (side === 0 ? first : second).size === 0);
  if (idle.length > 0) return because(`${idle.join(' and ')} had no run`);
  const [fewer, more] = first.size <= second.size ? [first, second] : [second, first];
  if ([...fewer.keys()].some((seed) => !more.has(seed)))
    return because('the two arms were run with different seeds');
  if (fewer.size < fewestSeeds) return because(`${fewer.size} of at least ${fewestSeeds} seeds`);
  if (new Set(ours.map(({ info }) => hashText(info.dataHashes))).size > 1)
    return because('the runs used different data');
  if (new Set(ours.map(({ info }) => JSON.stringify(info.config.evaluation))).size > 1)
    return because('the runs were evaluated with different samples');
  const pairs = [...first].flatMap(([seed, run]) => {
    const other = second.get(seed);
    return other === undefined ? [] : [{ seed, treatment: run, control: other }];
  });
  return { kind: 'pairs', pairs };
}

/** True when both arms left the same runs: every stored outcome and answer is equal under every seed. */
export function sameRuns(pairs: readonly Pick<ArmPair, 'treatment' | 'control'>[]): boolean {
  return pairs.every(
    ({ treatment, control }) => JSON.stringify(treatment.evaluations) === JSON.stringify(control.evaluations),
  );
}

function because(reason: string): ArmPairs {
  return { kind: 'not comparable', reason };
}

function hashText(hashes: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1)));
}
