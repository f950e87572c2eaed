/** A GitHub table; pipes and line breaks in cells are escaped. `rows` may be empty. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableLine(header), `|${header.map(() => ' --- |').join('')}`, ...rows.map(tableLine)].join('\n');
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}

function escapeCell(cell: string): string {
  return cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}
