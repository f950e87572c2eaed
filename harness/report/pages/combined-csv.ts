import { type CombinedPart, type CombinedReport, commitsOf, stateOf } from './combined-report.ts';
import { verdictText } from '../claims/judge-claims.ts';
import type { Report } from '../report.ts';
import { csvTable } from '../tables/csv-table.ts';
import { estimateCells, estimateColumns } from '../tables/estimate-text.ts';
import { csvNumber } from '../tables/format.ts';
import { mainArms } from '../tables/main-table.ts';

const columns = [
  'reproduction',
  'profile',
  'state',
  'commit',
  'group',
  'id',
  'metric',
  ...estimateColumns,
  'note',
] as const;

/** Cells of a line besides those that say whose it is. */
type Cells = Partial<Readonly<Record<(typeof columns)[number], string>>>;

/**
 * The numbers of the combined page, one a line, named as in the summary.csv of each reproduction: shares 0 to 1, `low`
 * and `high` 95 %. A reproduction without results has one line, without numbers.
 */
export function combinedCsv({ profile, parts }: CombinedReport): string {
  const lines = parts.flatMap((part) => linesOf(part, profile));
  return csvTable(
    columns,
    lines.map((line) => columns.map((column) => line[column] ?? '')),
  );
}

function linesOf(part: CombinedPart, profile: string): Cells[] {
  const { spec, report } = part;
  const common = { reproduction: spec.id, profile, state: stateOf(part) };
  if (report === null) return [common];
  const commit = commitsOf(report).join(' ');
  return [...armLines(report), ...claimLines(report)].map((line) => ({ ...common, commit, ...line }));
}

function armLines(report: Report): Cells[] {
  return mainArms(report).flatMap(({ arm, start, late, searches, recovery }) =>
    Object.entries({ start, late, searches, recovery }).flatMap(([metric, found]): Cells[] => {
      if (found === null) return [];
      const cells = estimateCells(found);
      const numbers = Object.fromEntries(
        estimateColumns.map((column, index) => [column, cells[index] ?? '']),
      );
      return [{ group: 'arm', id: arm.id, metric, ...numbers }];
    }),
  );
}

function claimLines({ claims }: Report): Cells[] {
  return claims.flatMap((judged): Cells[] => {
    const { claim, result, adjusted } = judged;
    const { effect, questions, seeds, reason } = result;
    const base = { group: 'claim', id: claim.id };
    const verdict = {
      ...base,
      metric: verdictText(judged),
      value: csvNumber(effect?.estimate),
      low: csvNumber(effect?.low),
      high: csvNumber(effect?.high),
      interval: effect === null ? '' : 'crossed t',
      questions: String(questions),
      seeds: String(seeds),
      note: reason,
    };
    return adjusted === null
      ? [verdict]
      : [verdict, { ...base, metric: 'p_holm', value: csvNumber(adjusted) }];
  });
}
