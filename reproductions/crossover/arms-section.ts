import {
  type ArmSummary,
  casesText,
  csvTable,
  estimateCells,
  estimateColumns,
  estimateText,
  markdownTable,
  type ReportSection,
  sizeText,
} from '../../harness/report/index.ts';
import { type CrossoverArm, crossedArms } from './arms.ts';

type Row = readonly [arm: CrossoverArm, summary: ArmSummary | undefined];

/** The four arms by training search and reward; their intervals are those of the main table. */
export const armsSection: ReportSection = {
  id: 'crossing',
  title: 'Two training searches, two rewards',
  render: ({ arms }) =>
    [
      'Every arm is evaluated under real search, accuracy, searches and recovery over the last third of training; 95 % intervals as in the first table.',
      markdownTable(
        [
          'Searches in training',
          'Reward',
          'Questions x seeds',
          'Held-out accuracy',
          'Searches / question',
          'Recovery: P(correct, given that the first search missed)',
        ],
        rowsOf(arms).map(cells),
      ),
    ].join('\n\n'),
  csv: ({ arms }) =>
    csvTable(['arm', 'search', 'reward', 'metric', ...estimateColumns], rowsOf(arms).flatMap(lines)),
};

function rowsOf(arms: readonly ArmSummary[]): Row[] {
  return crossedArms.map((arm) => [arm, arms.find((one) => one.arm.id === arm.id)]);
}

function cells([{ search, reward }, summary]: Row): string[] {
  const { late = null, searches = null, recovery = null } = summary ?? {};
  return [
    search,
    reward,
    sizeText(late),
    estimateText(late, 'share'),
    estimateText(searches, 'count'),
    casesText(recovery, 'share'),
  ];
}

function lines([{ id, search, reward }, summary]: Row): string[][] {
  const { late = null, searches = null, recovery = null } = summary ?? {};
  return Object.entries({ accuracy: late, searches, recovery }).flatMap(([metric, found]) =>
    found === null ? [] : [[id, search, reward, metric, ...estimateCells(found)]],
  );
}
