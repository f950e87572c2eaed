import type { LatexCell } from './latex-width.ts';

const named: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
  '−': '$-$',
  '×': '$\\times$',
  δ: '$\\delta$',
  '’': "'",
  '“': '``',
  '”': "''",
  '<': '$<$',
  '>': '$>$',
};

/**
 * Text for LaTeX: specials escaped, dashes, signs and quotation marks as commands, letters of Western Europe as they are;
 * any other letter becomes a question mark, because the fonts that pdfTeX starts with have none.
 */
export function escapeLatex(text: string): string {
  return oneLine(text).replace(/[\\~^<>&%$#_{}]|[^\n -~À-ÖØ-öø-ÿ]/gu, (char) => {
    const command = named[char];
    if (command !== undefined) return command;
    return /[&%$#_{}]/u.test(char) ? `\\${char}` : '?';
  });
}

/** A comment is one line: what followed a line break would be live. */
export function latexComment(text: string): string {
  return `% ${oneLine(text)}`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** A cell that breaks into lines; it opens with a command, or `[` would be taken as an argument of the `\\` before it. */
export function wrappedCell(text: string): string {
  return `\\raggedright ${escapeLatex(text)}`;
}

/** A cell of numbers. */
export function numberCell({ main, small, best }: LatexCell): string {
  const value = best === true ? `\\textbf{${escapeLatex(main)}}` : escapeLatex(main);
  return small === undefined ? value : `${value} {\\tiny ${escapeLatex(small)}}`;
}

/** A table that floats. */
export interface LatexTable {
  readonly label: string;
  readonly caption: string;
  /** Of the columns; those of text come first. */
  readonly header: readonly string[];
  /** Shares of the width that numbers leave, one a text column, in all at most 1. */
  readonly shares: readonly number[];
  /** Sets of rows between rules, each row as wide as the header, ready to print. */
  readonly groups: readonly (readonly (readonly string[])[])[];
  /** Width of the columns of numbers together, in points. */
  readonly numbers: number;
}

function row(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`;
}

/** Between two columns, twice `\tabcolsep`, in points. */
const gap = 6;

/** The table in booktabs: as wide as `\columnwidth`, whatever that is, for text takes what numbers leave. */
export function latexTable({ label, caption, header, shares, groups, numbers }: LatexTable): string[] {
  const left = `\\dimexpr\\columnwidth-${Math.ceil(numbers + gap * (header.length - 1))}pt\\relax`;
  const texts = shares.map((share) => `p{${share === 1 ? '' : share}${left}}`).join('');
  return [
    '\\begin{table}[t]',
    '\\centering\\footnotesize\\setlength{\\tabcolsep}{3pt}',
    `\\caption{${caption}}\\label{${label}}`,
    `\\begin{tabular}{@{}${texts}${'r'.repeat(header.length - shares.length)}@{}}`,
    '\\toprule',
    row(header.map(escapeLatex)),
    ...groups.filter((group) => group.length > 0).flatMap((group) => ['\\midrule', ...group.map(row)]),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
  ];
}
