import {
  armSeries,
  type ArmSummary,
  bandPanel,
  csvNumber,
  csvTable,
  markdownTable,
  metricCurve,
  none,
  type Report,
  type ReportSection,
  seedCount,
  type SeedRange,
  sideBySide,
  type ThirdMeans,
  thirdMeans,
  withInterval,
} from '../../../harness/report/index.ts';
import { referenceArm } from '../arms.ts';

const rewards = [
  { label: 'F1', arm: referenceArm },
  { label: 'Exact match', arm: 'reward-em' },
  { label: 'Sub-EM (containment)', arm: 'reward-sub-em' },
] as const;

const measures = { answer_words: 'Words an answer', padding_words: 'Words beyond the gold answer' } as const;

const intro = [
  'The paper chose F1 because answers grew long under its exact match, which in its code is containment (section 3.5); it gives no numbers.',
  'Accuracy is exact match whatever was rewarded. Words are of training answers, over the first and the last third of the steps: mean over seeds, from lowest to highest seed.',
].join(' ');

/** Effect of each reward on accuracy and on the length of answers. */
export const rewardsSection: ReportSection = {
  id: 'rewards',
  title: 'Rewards and their abuse',
  render: (report) => {
    const parts = Object.values(measures).flatMap((name) => [`${name}, first third`, `${name}, last third`]);
    const header = ['Reward', 'n', 'Accuracy at the dev-chosen step', ...parts];
    return `${intro}\n\n${markdownTable(
      header,
      rewards.map(({ label, arm }) => row(report, label, arm)),
    )}`;
  },
  csv: rewardsCsv,
  figure: {
    caption: 'Length of training answers by reward (simulator L itself has F1), mean and range of seeds',
    view: (report) => {
      const arms: readonly string[] = rewards.map(({ arm }) => arm);
      const panels = Object.entries(measures).map(([column, title]) =>
        bandPanel({
          title,
          yTitle: 'mean and range of seeds',
          series: armSeries(report, metricCurve(column), arms),
          unit: 'number',
        }),
      );
      return sideBySide(panels);
    },
  },
};

function row(report: Report, label: string, arm: string): string[] {
  const chosen = summaryOf(report, arm)?.chosen ?? null;
  const thirds = Object.keys(measures).map((column) => thirdsOf(report, arm, column));
  return [
    label,
    chosen === null ? none : `${chosen.n} (${seedCount(chosen.seeds)})`,
    chosen === null ? none : withInterval(chosen, 'share'),
    ...thirds.flatMap(({ first, last }) => [rangeText(first), rangeText(last)]),
  ];
}

function rangeText(range: SeedRange | null): string {
  return range === null ? none : withInterval({ ...range, estimate: range.mean }, 'count');
}

function summaryOf({ arms }: Report, arm: string): ArmSummary | undefined {
  return arms.find((one) => one.arm.id === arm);
}

function thirdsOf({ results }: Report, arm: string, column: string): ThirdMeans {
  return thirdMeans(
    results.runs.filter(({ info }) => info.arm === arm),
    column,
  );
}

const columns = ['reward', 'arm', 'metric', 'third', 'value', 'low', 'high', 'interval', 'n', 'seeds'];

function rewardsCsv(report: Report): string {
  const lines = rewards.flatMap(({ label, arm }) => {
    const chosen = summaryOf(report, arm)?.chosen ?? null;
    const accuracy = [chosen?.estimate, chosen?.low, chosen?.high].map(csvNumber);
    const method = chosen?.method ?? '';
    return [
      [label, arm, 'accuracy', '', ...accuracy, method, csvNumber(chosen?.n), csvNumber(chosen?.seeds)],
      ...Object.keys(measures).flatMap((column) => {
        const { first, last } = thirdsOf(report, arm, column);
        return [
          [label, arm, column, 'first', ...rangeNumbers(first)],
          [label, arm, column, 'last', ...rangeNumbers(last)],
        ];
      }),
    ];
  });
  return csvTable(columns, lines);
}

function rangeNumbers(range: SeedRange | null): string[] {
  if (range === null) return ['', '', '', '', '', ''];
  const { mean, low, high, seeds } = range;
  return [...[mean, low, high].map(csvNumber), 'range of seeds', '', String(seeds)];
}
