import { inline, type Markdown } from './markdown.ts';

/** A cell: text, which is escaped, or Markdown of ours. */
export type MarkdownCell = string | Markdown;

/** A GitHub table; pipes in cells are escaped, too. `rows` may be empty. */
export function markdownTable(header: readonly string[], rows: readonly (readonly MarkdownCell[])[]): string {
  return [tableLine(header), `|${header.map(() => ' --- |').join('')}`, ...rows.map(tableLine)].join('\n');
}

function tableLine(cells: readonly MarkdownCell[]): string {
  return `| ${cells.map((cell) => inline(cell).replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
