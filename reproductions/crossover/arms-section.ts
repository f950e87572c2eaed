import {
  type ArmSummary,
  csvNumber,
  csvTable,
  type Estimate,
  markdownTable,
  none,
  type ReportSection,
  seedCount,
  type Unit,
  withInterval,
} from '../../harness/report/index.ts';
import { type CrossoverArm, crossoverArms } from './arms.ts';

type Row = readonly [arm: CrossoverArm, summary: ArmSummary | undefined];

/** The four arms by training search and reward; their intervals are those of the main table. */
export const armsSection: ReportSection = {
  id: 'crossing',
  title: 'Two training searches, two rewards',
  render: ({ arms }) =>
    [
      'Every arm is evaluated under real search, at the step chosen on dev; 95 % intervals as in the first table.',
      markdownTable(
        [
          'Searches in training',
          'Reward',
          'n',
          'Held-out accuracy',
          'Searches / question',
          'Recovery: P(correct, given that the first search missed)',
        ],
        rowsOf(arms).map(cells),
      ),
    ].join('\n\n'),
  csv: ({ arms }) =>
    csvTable(
      ['arm', 'search', 'reward', 'metric', 'value', 'low', 'high', 'interval', 'n', 'seeds'],
      rowsOf(arms).flatMap(lines),
    ),
};

function rowsOf(arms: readonly ArmSummary[]): Row[] {
  return crossoverArms.map((arm) => [arm, arms.find((one) => one.arm.id === arm.id)]);
}

function cells([{ search, reward }, summary]: Row): string[] {
  const { chosen = null, searches = null, recovery = null } = summary ?? {};
  return [
    search,
    reward,
    chosen === null ? none : `${chosen.n} (${seedCount(chosen.seeds)})`,
    text(chosen, 'share'),
    text(searches, 'count'),
    recovery === null ? none : `${text(recovery, 'share')} (n = ${recovery.n})`,
  ];
}

function text(estimate: Estimate | null, unit: Unit): string {
  return estimate === null ? none : withInterval(estimate, unit);
}

function lines([{ id, search, reward }, summary]: Row): string[][] {
  const { chosen = null, searches = null, recovery = null } = summary ?? {};
  return Object.entries({ accuracy: chosen, searches, recovery }).flatMap(([metric, found]) => {
    if (found === null) return [];
    const { estimate, low, high, method, n, seeds } = found;
    const numbers = [estimate, low, high].map(csvNumber);
    return [[id, search, reward, metric, ...numbers, method, String(n), String(seeds)]];
  });
}
