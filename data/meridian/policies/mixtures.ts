import type { PretrainingOptions } from '../teach/pretraining-demonstrations.ts';
import { type TeacherRates, teacherRates } from '../teach/teacher-rates.ts';

/** Demonstrations that a policy learns from: the teacher's habits, and the shares that show how a chunk is read. */
export type Mixture = Required<Pick<PretrainingOptions, 'oracleShare' | 'readingShare' | 'teacher'>>;

/**
 * Mixtures by name. `patient` made the policy that already searches again. `impatient` leaves that to reinforcement, as
 * the papers' base policies do: it knows every move, the other name included, and seldom makes it. Sampling below
 * temperature 1 makes seldom moves seldomer, so its rates lie somewhat above the aims of `policyAims`.
 */
export const mixtures = {
  patient: { oracleShare: 0.4, readingShare: 0, teacher: teacherRates },
  impatient: {
    oracleShare: 0,
    readingShare: 0.5,
    teacher: {
      ...teacherRates,
      skipSearch: 0.3,
      firstQueryParts: [0.3, 0.35, 0.35],
      renameFirst: 0.3,
      afterMiss: { search: 0.07, answer: 0.53, giveUp: 0.4 },
      afterBridge: { search: 0.12, answer: 0.48, giveUp: 0.4 },
      breakFormat: 0.04,
    },
  },
} as const satisfies Readonly<Record<string, Mixture>>;

/** A mixture of the table. */
export type MixtureName = keyof typeof mixtures;

/** A mixture of the table with some of the teacher's habits changed. */
export function taughtMixture(name: MixtureName, teacher: Partial<TeacherRates>): Mixture {
  const mixture: Mixture = mixtures[name];
  return { ...mixture, teacher: { ...mixture.teacher, ...teacher } };
}
