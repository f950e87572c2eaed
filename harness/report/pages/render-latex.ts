import { runChanges } from '../read/changed-runs.ts';
import type { Report } from '../report.ts';
import { mainColumns, mainTable } from '../tables/main-table.ts';

/** The columns that fit a page. */
const columns = ['label', 'size', 'start', 'late', 'chosen', 'peak'] as const;

/** The main table as a booktabs tabular, to be `\input`. */
export function renderLatex(report: Report): string {
  const rows = mainTable(report).map((one) => tableRow(columns.map((column) => one[column])));
  const { arms, spec, incomplete } = report;
  const [first] = report.results.runs;
  const changes = first === undefined ? null : runChanges(first);
  const afterPaper = spec.paper.rows.length;
  const afterArms = afterPaper + arms.length;
  const groups = [rows.slice(0, afterPaper), rows.slice(afterPaper, afterArms), rows.slice(afterArms)];
  return [
    ...(incomplete.length === 0 ? [] : [comment(`INCOMPLETE: ${incomplete.join(', ')}`)]),
    ...(changes === null ? [] : [comment(`CHANGED RUNS: ${changes}`)]),
    comment(`${spec.id}, profile ${report.profile}; 95 % intervals; needs booktabs`),
    `\\begin{tabular}{l${'r'.repeat(columns.length - 1)}}`,
    '\\toprule',
    tableRow(columns.map((column) => mainColumns[column])),
    ...groups.filter((group) => group.length > 0).flatMap((group) => ['\\midrule', ...group]),
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

/** A row; the one before it ends in `\\\\`, which would take `[` or `*` at its start as its own argument. */
function tableRow(cells: readonly string[]): string {
  const row = cells.map(escapeLatex).join(' & ');
  return `${row.replace(/^\s*[[*]/u, '{}$&')} \\\\`;
}

/** A comment is one line: what followed a line break would be live. */
function comment(text: string): string {
  return `% ${oneLine(text)}`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** Text for LaTeX: specials escaped, the dashes and minus sign this report uses written as commands. */
export function escapeLatex(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '\\': '\\textbackslash{}',
    '~': '\\textasciitilde{}',
    '^': '\\textasciicircum{}',
    '–': '--',
    '−': '$-$',
    '<': '$<$',
    '>': '$>$',
  };
  return oneLine(text).replace(/[\\~^–−<>&%$#_{}]/g, (char) => named[char] ?? `\\${char}`);
}
