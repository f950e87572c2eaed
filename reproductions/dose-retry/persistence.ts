import type { TeacherRates } from '../../data/meridian/teach/teacher-rates.ts';
import { mixtures } from '../../data/meridian/policies/mixtures.ts';

/** A persistence that base policies were taught. */
export interface Persistence {
  /** Part of arm names: the aim in per cent. */
  readonly id: string;
  /** Share of missed searches after which a policy is to search again, when it samples as in training. */
  readonly aim: number;
  /** Share of missed searches after which the teacher searched again; sampling below temperature 1 makes seldom moves seldomer. */
  readonly taught: number;
}

/**
 * Four persistences, two of them about where the paper's premise is: a policy that seldom searches twice. Taught rates are
 * the aims before they are sharpened by a temperature of 0.9, p^(1/0.9) against (1 - p)^(1/0.9): by that the 7 % that
 * `meridian-base` was taught are 5.3 %, and 5.1 % were measured.
 */
export const persistences = [
  { id: '1', aim: 0.01, taught: 0.015 },
  { id: '3', aim: 0.03, taught: 0.04 },
  { id: '10', aim: 0.1, taught: 0.12 },
  { id: '30', aim: 0.3, taught: 0.32 },
] as const satisfies readonly Persistence[];

/** The mixture that ReZero's own base policies learned from; here all but what follows a miss. */
export const mixture = 'impatient';

/** A base policy: its persistence, and which of two. */
export interface TaughtPolicy {
  readonly persistence: Persistence;
  /** Its name in the result: `again-3`, or `again-3-2` for the second. */
  readonly id: string;
  /** The folder that configurations name, below the package; no part of the repository. */
  readonly folder: string;
  /** Seed of worlds and demonstrations. */
  readonly lessonSeed: number;
}

/** Seeds of the lessons of `meridian-base` and `meridian-base-2`. */
const lessonSeeds = [3, 5] as const;

/** The base policies of a persistence: the first for odd seeds of a run, the second for even ones, as in ReZero. */
export function policiesOf(persistence: Persistence): readonly [odd: TaughtPolicy, even: TaughtPolicy] {
  const policy = (suffix: string, lessonSeed: number): TaughtPolicy => {
    const id = `again-${persistence.id}${suffix}`;
    return { persistence, id, folder: `results/dose-retry/policies/${id}`, lessonSeed };
  };
  return [policy('', lessonSeeds[0]), policy('-2', lessonSeeds[1])];
}

/** The base policy that runs of a seed start from. */
export function policyOf(persistence: Persistence, seed: number): TaughtPolicy {
  const [odd, even] = policiesOf(persistence);
  return seed % 2 === 1 ? odd : even;
}

/** What follows a miss: to search in this share, else to answer or to give up as often, each against the other, as in the mixture. */
export function afterMiss({ taught }: Pick<Persistence, 'taught'>): Pick<TeacherRates, 'afterMiss'> {
  const { answer, giveUp } = mixtures[mixture].teacher.afterMiss;
  const left = (1 - taught) / (answer + giveUp);
  return { afterMiss: { search: taught, answer: left * answer, giveUp: left * giveUp } };
}
