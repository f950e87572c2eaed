import type { Figure } from '../figures/band-panel.ts';
import type { Report } from '../report.ts';

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
