import type { Estimate } from '../measure/estimate.ts';
import { runChanges } from '../read/changed-runs.ts';
import type { Report } from '../report.ts';
import { none, type Unit, withInterval } from '../tables/format.ts';
import { sampleOf } from '../tables/result-csv.ts';
import { type ResultRow, resultRows } from '../tables/result-rows.ts';
import { escapeLatex, latexComment, latexTable, numberCell, wrappedCell } from './latex-text.ts';
import { columnsWidth, type LatexCell } from './latex-width.ts';

const accuracyHeader = ['n', 'Last third', 'Best step'];
const referenceHeader = ['n', 'Accuracy', 'Searches'];

/**
 * The rows as two tables for `\input`, arms and reference policies; they need booktabs and are as wide as `\columnwidth`.
 * The best of our arms is bold, intervals are small.
 */
export function renderLatex(report: Report): string {
  const { spec, profile, incomplete } = report;
  const [first] = report.results.runs;
  const changes = first === undefined ? null : runChanges(first);
  const rows = resultRows(report);
  const ofKind = (kind: ResultRow['kind']): ResultRow[] => rows.filter((row) => row.kind === kind);
  const label = `tab:${spec.id}-${profile}`;
  const [published, arms, references] = [ofKind('published'), ofKind('arm'), ofKind('reference')];
  const best = Math.max(...arms.map(({ late }) => late?.estimate ?? 0));
  const cells = (row: ResultRow): LatexCell[] => accuracyCells(row, best);
  const lines = [
    ...(incomplete.length === 0 ? [] : [latexComment(`INCOMPLETE: ${incomplete.join(', ')}`)]),
    ...(changes === null ? [] : [latexComment(`CHANGED RUNS: ${changes}`)]),
    latexComment(`${spec.id}, profile ${profile}; 95 % intervals; needs booktabs`),
    ...latexTable({
      label,
      caption: `${escapeLatex(spec.title)} ${accuracyCaption}${escapeLatex(beforeText(arms))}`,
      header: ['Policy', ...accuracyHeader],
      shares: [1],
      groups: [published, arms].map((group) => group.map((row) => line(row, cells(row)))),
      numbers: columnsWidth(accuracyHeader, [...published, ...arms].map(cells)),
    }),
  ];
  if (references.length > 0)
    lines.push(
      ...latexTable({
        label: `${label}-references`,
        caption: referenceCaption,
        header: ['Policy', ...referenceHeader],
        shares: [1],
        groups: [references.map((row) => line(row, referenceCells(row)))],
        numbers: columnsWidth(referenceHeader, references.map(referenceCells)),
      }),
    );
  return `${lines.join('\n')}\n`;
}

const accuracyCaption =
  "Held-out accuracy in percent with 95\\,\\% intervals: the mean over the last third of training, and at the best held-out step, which is the paper's habit; $n$ is questions $\\times$ seeds. The best of ours over the last third is bold.";
const referenceCaption =
  'Reference policies, played once: accuracy in percent and searches a question with 95\\,\\% intervals; $n$ is questions $\\times$ seeds.';

function beforeText(arms: readonly ResultRow[]): string {
  const starts = arms.flatMap(({ start }) => (start === null ? [] : [100 * start.estimate]));
  if (starts.length === 0) return '';
  const [low, high] = [Math.min(...starts), Math.max(...starts)].map((x) => x.toFixed(1));
  return ` Before training: ${low === high ? low : `${low} to ${high}`}.`;
}

function line({ label }: ResultRow, cells: readonly LatexCell[]): string[] {
  return [wrappedCell(label), ...cells.map(numberCell)];
}

function accuracyCells(row: ResultRow, best: number): LatexCell[] {
  const isBest = row.kind === 'arm' && row.late !== null && row.late.estimate === best;
  return [
    { main: sizeOf(row) },
    { ...valueCell(row.late, 'share'), best: isBest },
    valueCell(row.peak, 'share'),
  ];
}

function referenceCells(row: ResultRow): LatexCell[] {
  return [{ main: sizeOf(row) }, valueCell(row.start, 'share'), valueCell(row.searches, 'count')];
}

function sizeOf(row: ResultRow): string {
  const sample = sampleOf(row);
  return sample === null ? none : `${sample.questions} × ${sample.seeds}`;
}

/** `61.8` and `[58.3, 65.3]`; the unit stands in the caption. */
function valueCell(estimate: Estimate | null, unit: Unit): LatexCell {
  if (estimate === null) return { main: none };
  return splitInterval(withInterval(estimate, unit).replace(' %', ''));
}

/** A printed value and its interval, apart. */
export function splitInterval(text: string): LatexCell {
  const start = text.indexOf(' [');
  return { main: text.slice(0, start), small: text.slice(start + 1) };
}
