import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Figure } from '../figures/band-panel.ts';
import { renderSvg } from '../figures/render-svg.ts';
import { reportFigures } from '../figures/report-figures.ts';
import { readResults } from '../read/results.ts';
import { makeReport, type Report, type ReportSpec } from '../report.ts';
import { curvesCsv } from '../tables/curves-csv.ts';
import { summaryCsv } from '../tables/summary-csv.ts';
import { renderLatex } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';

/** A section as it is printed. */
export interface PrintedSection {
  readonly id: string;
  readonly title: string;
  /** Never empty. */
  readonly text: string;
  readonly csv?: string;
  readonly figure?: { readonly caption: string; readonly view: Figure };
}

/** The sections of a report that have something to say, in order. */
export function printedSections(report: Report): PrintedSection[] {
  return (report.spec.sections ?? []).flatMap(({ id, title, render, csv, figure }) => {
    const text = render(report);
    if (text === '') return [];
    return [
      {
        id,
        title,
        text,
        ...(csv === undefined ? {} : { csv: csv(report) }),
        ...(figure === undefined ? {} : { figure: { caption: figure.caption, view: figure.view(report) } }),
      },
    ];
  });
}

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

/**
 * Writes summary.csv, curves.csv, README.md, table.tex and figures/*.svg beside the `runs/` of a result folder, from its
 * files alone; writing again gives the same bytes.
 * @throws TwinZeroError `data` for a folder without runs or with a broken file; nothing is written then.
 */
export async function writeReport(folder: string, spec: ReportSpec): Promise<void> {
  const files = await reportFiles(await loadReport(folder, spec));
  for (const [name, text] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** The names of the report files that are missing or whose bytes `writeReport` would change, sorted. */
export async function checkReport(folder: string, spec: ReportSpec): Promise<string[]> {
  const files = await reportFiles(await loadReport(folder, spec));
  const stale: string[] = [];
  for (const [name, text] of files) {
    const present = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (present !== text) stale.push(name);
  }
  return stale.sort();
}
