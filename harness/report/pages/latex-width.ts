/** A cell of numbers: the value in `\footnotesize`, its interval after it in `\tiny`. */
export interface LatexCell {
  readonly main: string;
  /** Default none. */
  readonly small?: string;
  /** The main part is set in bold; default false. */
  readonly best?: boolean;
}

/** Widths in points of what numbers are written with, by the metrics of Computer Modern at 10pt (cmr8, cmbx8, cmr5). */
const widths = {
  main: { digit: 4.2501, stop: 2.3612, sign: 6.6112, space: 2.8334, letter: 4.7 },
  best: { digit: 4.9001, stop: 2.7223, sign: 6.6112, space: 3.2, letter: 5.4 },
  small: { digit: 3.4029, stop: 2.014, sign: 5.4168, space: 2.3612, letter: 3.8 },
} as const;

/** The width of a cell in points; of letters an average of small ones, from above. */
export function cellWidth({ main, small = '', best = false }: LatexCell): number {
  const gap = small === '' ? 0 : widths.main.space;
  return textWidth(main, best ? 'best' : 'main') + gap + textWidth(small, 'small');
}

function textWidth(text: string, font: keyof typeof widths): number {
  return Array.from(text).reduce((sum, char) => sum + widths[font][kindOf(char)], 0);
}

function kindOf(char: string): keyof (typeof widths)['main'] {
  if (/[\d–]/u.test(char)) return 'digit';
  if (/[.,[\]:()]/u.test(char)) return 'stop';
  if (/[+−×<]/u.test(char)) return 'sign';
  return char === ' ' ? 'space' : 'letter';
}

/** The width of columns of numbers together, in points: of each its widest cell, the heading among them. */
export function columnsWidth(header: readonly string[], rows: readonly (readonly LatexCell[])[]): number {
  return header.reduce(
    (sum, heading, column) =>
      sum +
      Math.max(cellWidth({ main: heading }), ...rows.map((row) => cellWidth(row[column] ?? { main: '' }))),
    0,
  );
}
