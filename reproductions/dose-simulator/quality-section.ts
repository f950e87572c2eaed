import {
  armColor,
  type ArmSummary,
  csvNumber,
  csvTable,
  dosePanel,
  estimateCells,
  estimateColumns,
  estimateText,
  markdownTable,
  none,
  type Report,
  type ReportSection,
  sideBySide,
  sizeText,
  verdictText,
  withInterval,
} from '../../harness/report/index.ts';
import { armAt, qualities, type Quality } from './arms.ts';
import { between, claimsAt } from './claims.ts';
import { placedSearches } from './placed-simulators.ts';

const intro = [
  'Each row of the first table is one simulator: told to be useful, it returns the chunk with the answer in so many searches of a hundred, and else another real chunk; told to be noisy, always another one. That share is the horizontal axis.',
  'The vertical axis is held-out accuracy under real search over the last third of training, 95 % intervals as in the first table.',
  'Rule, fixed with the verdicts: a quality is of use where its arm is above the one that never finds the answer, and good enough where it is not inferior to the one that always does.',
].join(' ');

const placedIntro = [
  "ZeroSearch's searches, placed by what was measured of them: a simulator by the share of its useful documents that hold the answer, on training questions (`simulator-quality.csv` of that result, Wilson); the real search by the share of first searches of the untrained policy that found the gold chunk.",
  'Accuracy is of their own runs, whose steps stand beside it: those of another length are no point of the curve.',
].join(' ');

/** Accuracy under real search against the quality of the simulator of training. */
export const qualitySection: ReportSection = {
  id: 'simulator-dose',
  title: 'How good must a simulator be?',
  render: (report) => {
    const placed = placedSearches(report.results.beside?.['zerosearch']);
    return [
      intro,
      markdownTable(
        ['Useful searches with the answer', 'Questions x seeds', 'Accuracy', 'Of use', 'Good enough'],
        qualities.map((quality) => cells(report, quality)),
      ),
      ...(placed.length === 0
        ? []
        : [
            placedIntro,
            markdownTable(
              ['Search in training', 'Measured quality', 'Questions x seeds', 'Accuracy', 'Steps'],
              placed.map(({ label, quality, n, accuracy, steps }) => [
                label,
                `${withInterval(quality, 'share')} (n = ${n})`,
                sizeText(accuracy),
                estimateText(accuracy, 'share'),
                String(steps),
              ]),
            ),
          ]),
    ].join('\n\n');
  },
  csv,
  figure: {
    caption:
      "Accuracy under real search by the quality of the simulator of training, 95 % intervals; beside the curve ZeroSearch's own searches where they were run",
    view: (report) =>
      sideBySide([
        dosePanel({
          title: 'Trained on a simulator of known quality',
          doseTitle: 'useful searches that return the answer',
          effectTitle: 'held-out accuracy, last third of training',
          doseScale: 'linear',
          series: [
            {
              label: 'Perfect simulator, degraded',
              color: armColor(0),
              joined: true,
              points: qualities.flatMap((quality) => {
                const effect = lateOf(report, quality);
                return effect === null ? [] : [{ label: `${quality} %`, dose: exact(quality), effect }];
              }),
            },
            {
              label: "ZeroSearch's searches, by their measured quality",
              color: armColor(1),
              joined: false,
              points: placedSearches(report.results.beside?.['zerosearch']).map(
                ({ label, quality, accuracy, steps }) => ({
                  label: steps === stepsOf(report) ? label : `${label} (${steps} steps)`,
                  dose: quality,
                  effect: accuracy,
                }),
              ),
            },
          ],
        }),
      ]),
  },
};

function exact(quality: Quality): { estimate: number; low: number; high: number } {
  return { estimate: quality / 100, low: quality / 100, high: quality / 100 };
}

function lateOf({ arms }: Report, quality: Quality): ArmSummary['late'] {
  return arms.find(({ arm }) => arm.id === armAt(quality))?.late ?? null;
}

function stepsOf({ results }: Report): number | undefined {
  return results.runs[0]?.info.config.steps;
}

function cells(report: Report, quality: Quality): string[] {
  const late = lateOf(report, quality);
  const inner = between.find((one) => one === quality);
  const { some = '', enough = '' } = inner === undefined ? {} : claimsAt(inner);
  return [
    `${quality} %`,
    sizeText(late),
    estimateText(late, 'share'),
    ...[some, enough].map((id) => {
      const judged = report.claims.find(({ claim }) => claim.id === id);
      return judged === undefined ? none : verdictText(judged);
    }),
  ];
}

function csv(report: Report): string {
  const placed = placedSearches(report.results.beside?.['zerosearch']);
  return csvTable(
    ['search', 'quality', 'quality_low', 'quality_high', 'steps', ...estimateColumns],
    [
      ...qualities.map((quality) => [
        armAt(quality),
        ...[quality / 100, quality / 100, quality / 100].map(csvNumber),
        String(stepsOf(report) ?? ''),
        ...estimateCells(lateOf(report, quality)),
      ]),
      ...placed.map(({ id, quality, accuracy, steps }) => [
        `zerosearch/${id}`,
        ...[quality.estimate, quality.low, quality.high].map(csvNumber),
        String(steps),
        ...estimateCells(accuracy),
      ]),
    ],
  );
}
