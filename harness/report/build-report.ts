import { TwinZeroError } from '../core/twin-zero-error.ts';
import { curvesCsv } from './curves-csv.ts';
import { reportFigures } from './figures/report-figures.ts';
import { renderSvg } from './figures/render-svg.ts';
import { printedSections } from './printed-sections.ts';
import { readResults } from './read-results.ts';
import { renderLatex } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';
import { makeReport, type Report } from './report.ts';
import type { ReportSpec } from './report-spec.ts';
import { summaryCsv } from './summary-csv.ts';

/**
 * Reads a result folder and computes its report.
 * @throws TwinZeroError `data` for a folder without runs or with a broken file.
 */
export async function loadReport(folder: string, spec: ReportSpec): Promise<Report> {
  return makeReport(spec, await readResults(folder, spec.arms));
}

/** Every file of a report by its path in the result folder, the same bytes for the same report. */
export async function reportFiles(report: Report): Promise<ReadonlyMap<string, string>> {
  const sections = printedSections(report);
  const files = new Map([
    ['README.md', renderMarkdown(report, sections)],
    ['curves.csv', curvesCsv(report)],
    ['summary.csv', summaryCsv(report)],
    ['table.tex', renderLatex(report)],
  ]);
  const figures = new Map(reportFigures(report));
  for (const { id, csv, figure } of sections) {
    if (files.has(`${id}.csv`) || figures.has(id))
      throw new TwinZeroError('internal', `section ${id} has the name of another file; rename it`);
    if (csv !== undefined) files.set(`${id}.csv`, csv);
    if (figure !== undefined) figures.set(id, figure.view);
  }
  // One at a time: Vega's counter of SVG ids is global to the process.
  for (const [name, figure] of figures) files.set(`figures/${name}.svg`, await renderSvg(figure));
  return files;
}
