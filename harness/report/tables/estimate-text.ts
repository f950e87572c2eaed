import type { Estimate, Sample } from '../measure/estimate.ts';
import { csvNumber, none, seedCount, type Unit, withInterval } from './format.ts';

/** An estimate: `46.9 % [30.9, 63.6]`, with the method where it is another than that of its column; a dash for none. */
export function estimateText(estimate: Estimate | null, unit: Unit): string {
  if (estimate === null) return none;
  const note = estimate.method === 'wilson' ? ` (Wilson of ${estimate.questions})` : '';
  return `${withInterval(estimate, unit)}${note}`;
}

/** An estimate of some cases only, with its size: `42.6 % [24.5, 58.7] (38 questions, 109 plays over 3 seeds)`. */
export function casesText(estimate: Estimate | null, unit: Unit): string {
  if (estimate === null) return none;
  const method = estimate.method === 'wilson' ? 'Wilson of ' : '';
  return `${withInterval(estimate, unit)} (${method}${sampleText(estimate)})`;
}

/** Questions and seeds of an estimate over all questions: `64 x 5 seeds`; a dash for none. */
export function sizeText(sample: Sample | null): string {
  return sample === null ? none : `${sample.questions} x ${seedCount(sample.seeds)}`;
}

/**
 * The size of a sample in words: `64 questions x 5 seeds`; where a question does not count under every seed
 * `38 questions, 109 plays over 3 seeds`.
 */
export function sampleText({ questions, plays, seeds }: Sample): string {
  const asked = `${questions} ${questions === 1 ? 'question' : 'questions'}`;
  if (Math.abs(plays - questions * seeds) < 0.05) return `${asked} x ${seedCount(seeds)}`;
  return `${asked}, ${Number(plays.toFixed(1))} plays over ${seedCount(seeds)}`;
}

/** Columns of an estimate in CSV files; `interval` names how `low` and `high` were made. */
export const estimateColumns = ['value', 'low', 'high', 'interval', 'questions', 'plays', 'seeds'] as const;

/** An estimate by `estimateColumns`; empty cells for none. */
export function estimateCells(estimate: Estimate | null): string[] {
  if (estimate === null) return estimateColumns.map(() => '');
  const { estimate: value, low, high, method, questions, plays, seeds } = estimate;
  return [...[value, low, high].map(csvNumber), method, String(questions), csvNumber(plays), String(seeds)];
}
