import { addUsage, searchCount } from '../cost/cost.ts';
import { duration, type Report } from '../report/index.ts';

/** What a report's runs took, in short texts. */
export interface Spending {
  /** `49 runs of 40 steps, 64 episodes a step`. */
  readonly size: string;
  /** `3 h 16 min on cpu (1 h 02 min of processor time)`. */
  readonly time: string;
  /** `0.00 USD for 141232 searches`; `not recorded` where runs did not say. */
  readonly money: string;
}

/** Adds up the runs of a report. */
export function spendingOf({ results: { runs } }: Report): Spending {
  const total = (read: (run: (typeof runs)[number]) => number): number =>
    runs.reduce((sum, run) => sum + read(run), 0);
  const distinct = (read: (run: (typeof runs)[number]) => string | number): string =>
    [...new Set(runs.map(read))].join(' or ');
  const usage = addUsage(
    runs.flatMap(({ info }) => (info.usage === null ? [] : [info.usage.training, info.usage.evaluation])),
  );
  const wall = duration(total(({ info }) => info.wallSeconds));
  const cpu = duration(total(({ info }) => info.cpuSeconds));
  const episodes = distinct(({ info }) => info.config.questionsPerStep * info.config.groupSize);
  const searches = searchCount(usage).toLocaleString('en');
  return {
    size: `${runs.length} runs of ${distinct(({ info }) => info.steps)} steps, ${episodes} episodes a step`,
    time: `${wall} on ${distinct(({ info }) => info.place.provider)}, ${cpu} of processor time`,
    money: runs.every(({ info }) => info.usage === null)
      ? 'not recorded'
      : `${usage.costUsd.toFixed(2)} USD for ${searches} searches`,
  };
}
