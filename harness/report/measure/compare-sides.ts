import { canonicalJson } from '../../core/canonical-json.ts';
import { fieldsOf } from '../../core/json-fields.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Run } from '../../run/index.ts';
import { crossedPValue, smallestFound } from '../../statistics/crossed-interval.ts';
import { claimMeasures, quantityScores, quantityWords } from '../claims/claim-quantity.ts';
import { runChanges } from '../read/changed-runs.ts';
import { armDifference, type ArmDifference } from './arm-difference.ts';

/** What is held against another: the runs of an arm, each under another seed, or one run. */
export interface ComparedSide {
  readonly name: string;
  readonly runs: readonly Run[];
}

/** Choices of `compareSides`. */
export interface SideOptions {
  /** The evaluations that are read. */
  readonly at: 'last third' | 'chosen' | 'last';
  /** True to compare what was evaluated in other environments, and say in what they differ. */
  readonly acrossEnvironments: boolean;
}

/** Accuracy of one side minus that of the other, question by question. */
export interface SideComparison extends ArmDifference {
  /** In words: `held-out accuracy at the last step`. */
  readonly quantity: string;
  /** Two-sided, by the interval's own t. */
  readonly p: number;
  /** The smallest true difference that these seeds and questions find 80 % of the time. */
  readonly smallest: number;
  /** Fields in which the evaluations of the runs differ, e.g. `search.rate`; empty for one environment. */
  readonly environments: readonly string[];
  /** What the runs of each side depart from their arm in, in words; null where they do not. */
  readonly changes: readonly [string | null, string | null];
}

/**
 * Compares two sides on the same held-out questions, paired by seed; two single runs whatever their seeds.
 * @throws TwinZeroError `data` where the environments differ and that was not asked for, the sides share no seed, the runs
 * of a side were not made alike, or were not scored on the same questions.
 */
export function compareSides(
  first: ComparedSide,
  second: ComparedSide,
  { at, acrossEnvironments }: SideOptions,
): SideComparison {
  const environments = environmentFields([...first.runs, ...second.runs]);
  if (environments.length > 0 && !acrossEnvironments)
    throw new TwinZeroError(
      'data',
      `${first.name} and ${second.name} were evaluated in different environments (${environments.join(', ')}); their rows are not comparable, or give --across-environments and say so`,
    );
  const changes = [changesOf(first), changesOf(second)] as const;
  const quantity = { measure: claimMeasures.accuracy, step: at };
  const scored = pairsOf(first, second).map((pair) => {
    const [treatment, control] = [pair.treatment, pair.control].map((run) => {
      const scores = quantityScores(quantity, run, pair);
      if (scores !== null) return scores;
      throw new TwinZeroError(
        'data',
        `${run.id} has no ${quantityWords(quantity)}; finish it, or choose another --at`,
      );
    });
    return { treatment: treatment ?? [], control: control ?? [] };
  });
  const found = armDifference(scored, { paired: true });
  if (found === null)
    throw new TwinZeroError(
      'data',
      `no held-out questions of two chunks or more are scored in both ${first.name} and ${second.name}; evaluate both on the same ones`,
    );
  const { effect } = found;
  return {
    ...found,
    quantity: quantityWords(quantity),
    p: crossedPValue(effect),
    smallest: smallestFound(effect),
    environments,
    changes,
  };
}

type Pair = Parameters<typeof quantityScores>[2];

function pairsOf(first: ComparedSide, second: ComparedSide): Pair[] {
  const [[one, ...more], [other, ...others]] = [first.runs, second.runs];
  if (one !== undefined && other !== undefined && more.length + others.length === 0)
    return [{ treatment: one, control: other }];
  const bySeed = new Map(second.runs.map((run) => [run.info.seed, run]));
  const pairs = first.runs.flatMap((treatment) => {
    const control = bySeed.get(treatment.info.seed);
    return control === undefined ? [] : [{ treatment, control }];
  });
  if (pairs.length > 0) return pairs;
  throw new TwinZeroError(
    'data',
    `${first.name} and ${second.name} share no seed; run both with the same ones`,
  );
}

/** The fields of what a policy is evaluated in that differ between runs, sorted. */
function environmentFields(runs: readonly Run[]): string[] {
  const [first, ...others] = runs.map(({ info }) => {
    const { dataset, protocol, search, judge, limits, validation, evaluation, temperature } = info.config;
    const sampled = evaluation !== undefined || validation?.decoding === 'sampled';
    return fieldsOf({
      dataHashes: info.dataHashes,
      dataset,
      protocol,
      search,
      judge,
      limits,
      validation,
      evaluation,
      temperature: sampled ? temperature : undefined,
    });
  });
  const differing = others.flatMap((other) =>
    [...new Set([...(first?.keys() ?? []), ...other.keys()])].filter(
      (path) => canonicalJson(first?.get(path) ?? null) !== canonicalJson(other.get(path) ?? null),
    ),
  );
  return [...new Set(differing)].sort();
}

function changesOf({ name, runs }: ComparedSide): string | null {
  const all = [...new Set(runs.map(runChanges))];
  if (all.length <= 1) return all[0] ?? null;
  throw new TwinZeroError(
    'data',
    `the runs of ${name} were not made alike (${all.map((changes) => changes ?? 'as declared').join('; ')}); compare them one by one`,
  );
}
