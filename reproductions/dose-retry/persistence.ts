import type { TeacherRates } from '../../data/meridian/teach/teacher-rates.ts';
import { mixtures } from '../../data/meridian/policies/mixtures.ts';

/** A base policy by how persistent it was taught to be. */
export interface Persistence {
  /** Part of arm names: the aim in per cent. */
  readonly id: string;
  /** Share of missed searches after which the policy is to search again, when it samples as in training. */
  readonly aim: number;
  /** Share of missed searches after which its teacher searched again; sampling below temperature 1 makes seldom moves seldomer. */
  readonly taught: number;
  /** The folder that configurations name, below the package; no part of the repository. */
  readonly folder: string;
}

/**
 * Four base policies, two of them about where the paper's premise is: one that seldom searches twice. Taught rates are the
 * aims before they are sharpened by a temperature of 0.9: p^(1/0.9) against (1 - p)^(1/0.9).
 */
export const persistences = [
  persistence('1', { aim: 0.01, taught: 0.015 }),
  persistence('3', { aim: 0.03, taught: 0.04 }),
  persistence('10', { aim: 0.1, taught: 0.12 }),
  persistence('30', { aim: 0.3, taught: 0.32 }),
] as const;

function persistence(id: string, shares: Pick<Persistence, 'aim' | 'taught'>): Persistence {
  return { id, ...shares, folder: `results/dose-retry/policies/again-${id}` };
}

/** The mixture that all of them learned from, but for what follows a miss. */
export const mixture = 'impatient';

/** What follows a miss: to search in this share, else to answer or to give up as often, each against the other, as in the mixture. */
export function afterMiss({ taught }: Pick<Persistence, 'taught'>): Pick<TeacherRates, 'afterMiss'> {
  const { answer, giveUp } = mixtures[mixture].teacher.afterMiss;
  const left = (1 - taught) / (answer + giveUp);
  return { afterMiss: { search: taught, answer: left * answer, giveUp: left * giveUp } };
}
