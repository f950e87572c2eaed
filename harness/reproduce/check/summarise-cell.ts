import type { Interval } from '../../statistics/interval.ts';
import { type Proportion, wilsonInterval } from '../../statistics/proportions.ts';
import type { PlayedQuestion } from './cell-file.ts';
import type { PlayedCell } from './play-cell.ts';

/** Right answers of a judge, with Wilson's 95 % interval; null where nothing was scored. */
export type Accuracy = (Proportion & { readonly interval: Interval }) | null;

/** What a table shows of a cell. */
export interface CellSummary {
  readonly questions: number;
  readonly accuracy: Readonly<Record<string, Accuracy>>;
  readonly answered: number;
  /** Mean searches of a question. */
  readonly searches: number;
  /** Questions whose first search, and any search, returned the gold chunk. */
  readonly firstHit: number;
  readonly everHit: number;
  /** Mean tokens that the policy wrote. */
  readonly tokens: number;
  readonly failed: number;
  readonly firstFailure: string | null;
}

/** A cell that was played, with what a table shows of it. */
export type SummarisedCell = Extract<PlayedCell, { kind: 'played' }> & { readonly summary: CellSummary };

/** Reduces the questions of a cell; failed ones count in `failed` and nowhere else. */
export function summariseCell(played: readonly PlayedQuestion[], judges: readonly string[]): CellSummary {
  const scored = played.filter(({ failure }) => failure === null);
  const count = (holds: (one: PlayedQuestion) => boolean): number => scored.filter(holds).length;
  const mean = (of: (one: PlayedQuestion) => number): number =>
    scored.length === 0 ? 0 : scored.reduce((sum, one) => sum + of(one), 0) / scored.length;
  return {
    questions: played.length,
    accuracy: Object.fromEntries(judges.map((judge) => [judge, accuracyOf(scored, judge)])),
    answered: count(({ end }) => end === 'answered'),
    searches: mean(({ searches }) => searches),
    firstHit: count(({ firstHit }) => firstHit === true),
    everHit: count(({ everHit }) => everHit === true),
    tokens: mean(({ tokens }) => tokens),
    failed: played.length - scored.length,
    firstFailure: played.find(({ failure }) => failure !== null)?.failure ?? null,
  };
}

function accuracyOf(scored: readonly PlayedQuestion[], judge: string): Accuracy {
  const verdicts = scored.flatMap(({ correct }) => correct[judge] ?? []);
  if (verdicts.length === 0) return null;
  const proportion = { correct: verdicts.filter(Boolean).length, n: verdicts.length };
  return { ...proportion, interval: wilsonInterval(proportion) };
}
