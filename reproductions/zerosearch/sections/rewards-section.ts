import {
  armPairs,
  armSeries,
  type ArmSummary,
  bandPanel,
  csvNumber,
  csvTable,
  estimateCells,
  estimateColumns,
  estimateText,
  markdownTable,
  metricCurve,
  none,
  type Report,
  type ReportSection,
  sameRuns,
  type SeedRange,
  sideBySide,
  sizeText,
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
    const header = ['Reward', 'Questions x seeds', 'Accuracy, last third of training', ...parts];
    return `${intro}${sameRunsText(report)}\n\n${markdownTable(
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
  const late = summaryOf(report, arm)?.late ?? null;
  const thirds = Object.keys(measures).map((column) => thirdsOf(report, arm, column));
  return [
    label,
    sizeText(late),
    estimateText(late, 'share'),
    ...thirds.flatMap(({ first, last }) => [rangeText(first), rangeText(last)]),
  ];
}

/** Says that two rewards paid alike, where no answer was there to tell them apart. */
function sameRunsText({ results }: Report): string {
  const found = armPairs(results.runs, { treatment: 'reward-sub-em', control: 'reward-em' });
  return found.kind === 'pairs' && sameRuns(found.pairs)
    ? ' Exact match and sub-EM are here the same runs, seed by seed: no training answer contained a gold answer without being it.'
    : '';
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

const columns = ['reward', 'arm', 'metric', 'third', ...estimateColumns];

function rewardsCsv(report: Report): string {
  const lines = rewards.flatMap(({ label, arm }) => {
    const late = summaryOf(report, arm)?.late ?? null;
    return [
      [label, arm, 'accuracy', 'last', ...estimateCells(late)],
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
  if (range === null) return estimateColumns.map(() => '');
  const { mean, low, high, seeds } = range;
  return [...[mean, low, high].map(csvNumber), 'range of seeds', '', '', String(seeds)];
}
