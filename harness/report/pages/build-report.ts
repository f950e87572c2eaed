import { TwinZeroError } from '../../core/twin-zero-error.ts';
import type { Figure } from '../figures/band-panel.ts';
import { renderSvg } from '../figures/render-svg.ts';
import { reportFigures } from '../figures/report-figures.ts';
import { readBeside, readResults } from '../read/results.ts';
import { makeReport, type Report, type ReportSpec } from '../report.ts';
import { curvesCsv } from '../tables/curves-csv.ts';
import { modelIndex } from '../tables/model-index.ts';
import { resultCsv } from '../tables/result-csv.ts';
import { resultJson } from '../tables/result-json.ts';
import { summaryCsv } from '../tables/summary-csv.ts';
import { type GeneratedFiles, staleGenerated, writeGenerated } from './generated-files.ts';
import { episodeSample, sampleFile } from './episode-sample.ts';
import { printedSections } from './printed-section.ts';
import { renderLatex } from './render-latex.ts';
import { renderLatexClaims } from './render-latex-claims.ts';
import { renderMarkdown } from './render-markdown.ts';

/**
 * Reads a result folder, and what its report sets beside it, and computes the report.
 * @throws TwinZeroError `data` for a folder without runs or with a broken file.
 */
export async function loadReport(folder: string, spec: ReportSpec): Promise<Report> {
  const results = await readResults(folder, spec.arms);
  return makeReport(spec, { ...results, beside: await readBeside(folder, spec.beside ?? []) });
}

/** The texts of a report by their path in the result folder, and its figures by their name. */
interface ReportParts {
  readonly files: Map<string, string>;
  readonly figures: ReadonlyMap<string, Figure>;
}

function reportParts(report: Report): ReportParts {
  const sections = printedSections(report);
  const files = new Map([
    ['README.md', renderMarkdown(report, sections)],
    ['curves.csv', curvesCsv(report)],
    ['summary.csv', summaryCsv(report)],
    ['rows.csv', resultCsv(report)],
    ['result.json', resultJson(report)],
    ['model-index.json', modelIndex(report)],
    ['table.tex', renderLatex(report)],
    ['claims.tex', renderLatexClaims(report)],
  ]);
  const figures = new Map(reportFigures(report));
  for (const { id, csv, figure } of sections) {
    if (files.has(`${id}.csv`) || figures.has(id))
      throw new TwinZeroError('internal', `section ${id} has the name of another file; rename it`);
    if (csv !== undefined) files.set(`${id}.csv`, csv);
    if (figure !== undefined) figures.set(id, figure.view);
  }
  return { files, figures };
}

/**
 * Holds a specification to be one of a report that can be printed, here without a run.
 * @throws TwinZeroError `internal` for a section with the name of another file.
 */
export function requirePrintable(spec: ReportSpec): void {
  reportParts(makeReport(spec, { runs: [], sanity: [] }));
}

/**
 * Every file of a report by its path in the result folder, the same bytes for the same report; with a sample of episodes
 * where the runs keep theirs, else a sample that is there is left alone.
 */
async function reportFiles(report: Report, folder: string): Promise<GeneratedFiles> {
  const { files, figures } = reportParts(report);
  const sample = episodeSample(report, folder);
  if (sample !== null) files.set(sampleFile, sample);
  // One at a time: Vega's counter of SVG ids is global to the process.
  for (const [name, figure] of figures) files.set(`figures/${name}.svg`, await renderSvg(figure));
  return files;
}

/**
 * Writes README.md, the tables (CSV, JSON, LaTeX), figures/*.svg and a sample of episodes of a report beside the `runs/` of its result
 * folder; writing again gives the same bytes.
 */
export async function writeReport(folder: string, report: Report): Promise<void> {
  await writeGenerated(folder, await reportFiles(report, folder));
}

/** The names of the report files that are missing or whose bytes `writeReport` would change, sorted. */
export async function staleReportFiles(folder: string, report: Report): Promise<string[]> {
  return staleGenerated(folder, await reportFiles(report, folder));
}
