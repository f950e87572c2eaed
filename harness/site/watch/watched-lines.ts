import { accuracy, armCurve, type BandPoint, metricCurve, searches } from '../../report/index.ts';
import type { Run } from '../../run/index.ts';

/** A quantity of one run over training. */
export interface WatchedLine {
  readonly title: string;
  readonly points: readonly BandPoint[];
  /** A value as people read it, e.g. `41.2 %`. */
  readonly text: (value: number) => string;
}

function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function number(value: number): string {
  return value.toFixed(2);
}

/** The quantities of a run that are worth watching, of those that have a value. */
export function watchedLines(run: Run): WatchedLine[] {
  return [
    { title: 'Held-out accuracy', points: armCurve([run], 'held-out', accuracy), text: share },
    { title: 'Dev accuracy', points: armCurve([run], 'dev', accuracy), text: share },
    { title: 'Training reward', points: metricCurve('reward_mean')([run]), text: number },
    {
      title: 'Searches a training episode',
      points: metricCurve('searches_per_episode')([run]),
      text: number,
    },
    { title: 'Searches a held-out question', points: armCurve([run], 'held-out', searches), text: number },
  ].filter(({ points }) => points.length > 0);
}

/** The last step of a run that its files know. */
export function stepOf({ metrics, info }: Run): number {
  return Math.max(info.steps, metrics.at(-1)?.['step'] ?? 0);
}
