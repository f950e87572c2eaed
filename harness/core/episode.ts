import type { Outcome } from './outcome.ts';
import type { Question } from './question.ts';
import type { SearchRecord } from './search-record.ts';
import type { Turn } from './turn.ts';

/** One question played to its end. */
export interface Episode {
  /** `<step>/<question id>/<sample>`, unique in a run. */
  readonly id: string;
  readonly question: Question;
  /** Index of this episode among the samples of its question, from 0. */
  readonly sample: number;
  readonly turns: readonly Turn[];
  readonly searches: readonly SearchRecord[];
  readonly outcome: Outcome;
}
