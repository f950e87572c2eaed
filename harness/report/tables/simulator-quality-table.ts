import { type CountOf, faithfulness, type MeasuredSimulator } from '../../search/index.ts';
import type { Interval } from '../../statistics/interval.ts';
import { wilsonInterval } from '../../statistics/proportions.ts';
import { none, signedWithInterval, withInterval } from './format.ts';
import { markdownTable } from './markdown-table.ts';

const header = [
  'Simulator',
  'Parameters',
  'Useful: gold answer in a document',
  'of a good query',
  'of a query about something else',
  'Faithfulness: the difference',
  'Noisy: gold answer in one all the same',
  'Answers in the format',
  'Different documents',
  'Likeness to the real document, word F1',
];

/** Measured simulators, a row each, with 95 % intervals and how many were asked. */
export function simulatorQualityTable(simulators: readonly MeasuredSimulator[]): string {
  return markdownTable(header, simulators.map(cells));
}

function cells(simulator: MeasuredSimulator): string[] {
  const { label, parameters, usefulWithGold, goodWithGold, strayWithGold, noisyWithGold } = simulator;
  const { valid, distinct, similarity } = simulator;
  const { mean, ...bounds } = similarity;
  const faithful = faithfulness(simulator);
  return [
    label,
    parameters === null ? none : parameters.toLocaleString('en-US'),
    ...[usefulWithGold, goodWithGold, strayWithGold].map(shareText),
    faithful === null ? none : signedWithInterval(faithful, 'share'),
    ...[noisyWithGold, valid].map(shareText),
    `${distinct.count} of ${distinct.n}`,
    `${withInterval({ ...bounds, estimate: mean }, 'count')} (n = ${similarity.n})`,
  ];
}

function shareText(part: CountOf): string {
  const interval = countShare(part);
  return interval === null ? none : `${withInterval(interval, 'share')} (n = ${part.n})`;
}

/** Wilson's interval of a count; null of nothing. */
export function countShare({ count, n }: CountOf): Interval | null {
  return n === 0 ? null : wilsonInterval({ correct: count, n });
}
