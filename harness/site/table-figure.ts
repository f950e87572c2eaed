import { parse } from 'csv-parse/sync';
import type { PrintedSection } from '../report/index.ts';
import { intervalStrip, type StripRow } from './arm-figures.ts';
import type { SiteFigure } from './site-figure.ts';

/** The picture of a section: its own, or its rows of accuracy beside the paper's where its numbers are of that kind. */
export function sectionFigure({ id, title, csv, figure }: PrintedSection): SiteFigure | null {
  if (figure !== undefined) return { id, title, caption: `${figure.caption}.`, figure: figure.view };
  const rows = csv === undefined ? [] : stripRows(csv);
  if (rows.length < 2) return null;
  const paper = rows.some((row) => row.paper !== undefined)
    ? '; hollow: as published, on the questions of the paper'
    : '';
  return {
    id,
    title,
    caption: `Held-out accuracy with 95 % intervals${paper}.`,
    figure: intervalStrip(title, rows),
  };
}

function stripRows(csv: string): StripRow[] {
  const table = parse<Record<string, string>>(csv, { columns: true });
  return table.flatMap((cells): StripRow[] => {
    const [value, low, high] = [number(cells['accuracy']), number(cells['low']), number(cells['high'])];
    const paper = number(cells['paper_accuracy']);
    if (value === null || low === null || high === null) return [];
    return [{ label: cells['row'] ?? '', value, low, high, ...(paper !== null && { paper }) }];
  });
}

function number(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text);
}
