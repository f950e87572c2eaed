import { type Html, html, type HtmlPart } from './html.ts';

/** Contents of a table. */
export interface Table {
  /** Read out before the table, and shown above it; null where a heading stands there. */
  readonly caption: string | null;
  readonly columns: readonly HtmlPart[];
  /** Each as long as the columns; the first cell names the row. */
  readonly rows: readonly (readonly HtmlPart[])[];
}

/** A table that scrolls inside itself where it is wide, and whose headings sort it where scripts run. */
export function sortableTable({ caption, columns, rows }: Table): Html {
  const name = caption ?? 'Table';
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}, scrolls sideways">
    <table class="sortable">
      ${
        caption === null
          ? null
          : html`<caption>
              ${caption}
            </caption>`
      }
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col"><span>${column}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cellHtml)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cellHtml(cell: HtmlPart, column: number): Html {
  return column === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`;
}
