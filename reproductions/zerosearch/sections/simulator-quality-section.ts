import {
  csvNumber,
  csvTable,
  markdownTable,
  none,
  type ReportSection,
  withInterval,
} from '../../../harness/report/index.ts';
import type { CountOf, MeasuredSimulator } from '../../../harness/search/index.ts';
import type { Interval } from '../../../harness/statistics/interval.ts';
import { wilsonInterval } from '../../../harness/statistics/proportions.ts';

const header = [
  'Simulator',
  'Parameters',
  'Useful: gold answer in a document',
  'Noisy: gold answer in one all the same',
  'Answers in the format',
  'Different documents',
  'Likeness to the real document, word F1',
];

const notes =
  'Measured once, apart from the runs, all simulators asked the same; 95 % intervals, by Wilson, of the likeness by a bootstrap over questions. The different documents have none: repetition is no draw. The paper gives no such numbers.';

/** Quality of the simulators; left out where the result has no simulator-quality.json. */
export const simulatorQualitySection: ReportSection = {
  id: 'simulator-quality',
  title: 'Quality of the simulators',
  render: ({ results }) => {
    const simulators = results.simulatorQuality ?? [];
    return simulators.length === 0 ? '' : `${notes}\n\n${markdownTable(header, simulators.map(cells))}`;
  },
  csv: ({ results }) =>
    csvTable(
      ['simulator', 'metric', 'value', 'low', 'high', 'interval', 'n'],
      (results.simulatorQuality ?? []).flatMap(lines),
    ),
};

function cells(simulator: MeasuredSimulator): string[] {
  const { label, parameters, usefulWithGold, noisyWithGold, valid, distinct, similarity } = simulator;
  const { mean, ...bounds } = similarity;
  return [
    label,
    parameters === null ? none : parameters.toLocaleString('en-US'),
    ...[usefulWithGold, noisyWithGold, valid].map(shareText),
    `${distinct.count} of ${distinct.n}`,
    `${withInterval({ ...bounds, estimate: mean }, 'count')} (n = ${similarity.n})`,
  ];
}

function shareText(part: CountOf): string {
  const interval = shareOf(part);
  return interval === null ? none : `${withInterval(interval, 'share')} (n = ${part.n})`;
}

function lines({ id, distinct, similarity, ...shares }: MeasuredSimulator): string[][] {
  const { usefulWithGold, noisyWithGold, valid } = shares;
  const intervals = Object.entries({ usefulWithGold, noisyWithGold, valid }).map(([name, part]) => {
    const interval = shareOf(part);
    const numbers = [interval?.estimate, interval?.low, interval?.high].map(csvNumber);
    return [id, name, ...numbers, interval === null ? '' : 'wilson', String(part.n)];
  });
  const share = distinct.n === 0 ? null : distinct.count / distinct.n;
  const { mean, low, high, n } = similarity;
  return [
    ...intervals,
    [id, 'distinct', csvNumber(share), '', '', '', String(distinct.n)],
    [id, 'similarity', ...[mean, low, high].map(csvNumber), 'bootstrap', String(n)],
  ];
}

function shareOf({ count, n }: CountOf): Interval | null {
  return n === 0 ? null : wilsonInterval({ correct: count, n });
}
