import type { Figure } from './figures/figure.ts';
import type { Report } from './report.ts';

/** A part of a report that one reproduction needs: a table, its numbers, a picture. */
export interface ReportSection {
  /** In kebab-case; names `<id>.csv` and `figures/<id>.svg`. */
  readonly id: string;
  readonly title: string;
  /** Markdown below the title; empty where the result has nothing to say, and then the section is left out whole. */
  readonly render: (report: Report) => string;
  /** The numbers of the section. */
  readonly csv?: (report: Report) => string;
  /** A picture below the text, and its caption. */
  readonly figure?: { readonly caption: string; readonly view: (report: Report) => Figure };
}
