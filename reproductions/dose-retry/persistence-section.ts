import {
  armColor,
  type AssayedPolicy,
  csvNumber,
  csvTable,
  dosePanel,
  type DosePoint,
  type JudgedClaim,
  markdownTable,
  none,
  type Report,
  type ReportSection,
  sideBySide,
  signedWithInterval,
  verdictText,
  withInterval,
} from '../../harness/report/index.ts';
import { type Interval, mean } from '../../harness/statistics/interval.ts';
import { claimsAt } from './claims.ts';
import { type Persistence, persistences, policiesOf } from './persistence.ts';

/** What was found at one persistence; null where it was not measured or not run. */
interface Found {
  readonly persistence: Persistence;
  /** P(searches again | a search missed) of the base policies, sampled. */
  readonly again: Interval | null;
  readonly cases: number;
  readonly dev: Interval | null;
  readonly early: JudgedClaim | undefined;
  readonly late: JudgedClaim | undefined;
}

const parts = {
  early: 'early: the mean over the first half of training',
  late: 'late: over the last third of training',
} as const;

const intro = [
  'Each row is two base policies, one for odd and one for even seeds, taught alike but for how often they search again after a search that missed; that share, measured by `twinzero assay policy` on training and dev questions before training, is the horizontal axis: the mean of the two, from the lower to the higher bound of their intervals.',
  'The vertical axis is held-out accuracy with the retry reward minus without, the effects of the verdicts below, with their intervals.',
  'Rule, fixed with them: the reward pays at a persistence where the interval lies above 0.',
].join(' ');

/** The effect of the retry reward against the persistence of the base policy. */
export const persistenceSection: ReportSection = {
  id: 'persistence',
  title: 'When does it pay to reward the retry?',
  render: (report) => `${intro}\n\n${markdownTable(header, foundIn(report).map(cells))}`,
  csv: (report) => csvTable(columns, foundIn(report).flatMap(lines)),
  figure: {
    caption: 'Effect of the retry reward on accuracy by the persistence of the base policy, 95 % intervals',
    view: (report) => {
      const found = foundIn(report);
      const panels = (['early', 'late'] as const).map((part, place) =>
        dosePanel({
          title: `Retry reward: ${parts[part]}`,
          doseTitle: 'base policies: search again after a miss',
          effectTitle: 'accuracy with the reward minus without',
          doseScale: 'root',
          series: [
            { label: parts[part], color: armColor(place), joined: true, points: pointsOf(found, part) },
          ],
        }),
      );
      return sideBySide(panels);
    },
  },
};

function foundIn({ results, claims }: Report): Found[] {
  const claim = (id: string): JudgedClaim | undefined => claims.find((one) => one.claim.id === id);
  return persistences.map((persistence) => {
    const ids = policiesOf(persistence).map(({ id }) => id);
    const assayed = (results.policies ?? []).filter(({ id }) => ids.includes(id));
    const rows = (property: string): AssayedPolicy['rows'] =>
      assayed.flatMap((policy) => policy.rows.filter(({ id }) => id === property));
    const { early, late } = claimsAt(persistence);
    return {
      persistence,
      again: spanOf(rows('again-after-miss')),
      cases: rows('again-after-miss').reduce((sum, { cases: own }) => sum + own, 0),
      dev: spanOf(rows('accuracy/dev')),
      early: claim(early),
      late: claim(late),
    };
  });
}

/** The mean of some shares, from the lowest to the highest bound of their intervals; null without any. */
function spanOf(rows: AssayedPolicy['rows']): Interval | null {
  const shares = rows.flatMap(({ share }) => share ?? []);
  const estimate = mean(shares.map((share) => share.estimate));
  if (estimate === null) return null;
  return {
    estimate,
    low: Math.min(...shares.map(({ low }) => low)),
    high: Math.max(...shares.map(({ high }) => high)),
  };
}

function pointsOf(found: readonly Found[], part: 'early' | 'late'): DosePoint[] {
  return found.flatMap(({ persistence, again, [part]: judged }) => {
    const effect = judged?.result.effect ?? null;
    return again === null || effect === null ? [] : [{ label: persistence.id, dose: again, effect }];
  });
}

const header = [
  'Taught to search again',
  'Measured: searches again after a miss',
  'Sampled accuracy before training, dev',
  'Effect, first half',
  'Verdict',
  'Effect, last third',
  'Verdict',
];

function cells({ persistence, again, cases, dev, early, late }: Found): string[] {
  return [
    `${Number((100 * persistence.taught).toFixed(1))} %`,
    again === null ? none : `${withInterval(again, 'share')} (${cases} misses)`,
    dev === null ? none : withInterval(dev, 'share'),
    ...[early, late].flatMap((judged) => [
      effectText(judged),
      judged === undefined ? none : verdictText(judged),
    ]),
  ];
}

function effectText(judged: JudgedClaim | undefined): string {
  const effect = judged?.result.effect ?? null;
  return effect === null ? none : signedWithInterval(effect, 'share');
}

const columns = ['policy', 'taught', 'metric', 'value', 'low', 'high', 'interval', 'n', 'seeds'];

function lines({ persistence: { id, taught }, again, cases, dev, early, late }: Found): string[][] {
  const line = (metric: string, interval: Interval | null, rest: readonly string[]): string[] => [
    id,
    csvNumber(taught),
    metric,
    ...[interval?.estimate, interval?.low, interval?.high].map(csvNumber),
    ...(interval === null ? ['', '', ''] : rest),
  ];
  const effect = (metric: string, judged: JudgedClaim | undefined): string[] =>
    line(metric, judged?.result.effect ?? null, [
      'crossed t',
      String(judged?.result.questions ?? ''),
      String(judged?.result.seeds ?? ''),
    ]);
  return [
    line('again_after_miss', again, ['wilson over chunks, span of policies', String(cases), '']),
    line('accuracy_dev', dev, ['wilson over chunks, span of policies', '', '']),
    effect('effect_first_half', early),
    effect('effect_last_third', late),
  ];
}
