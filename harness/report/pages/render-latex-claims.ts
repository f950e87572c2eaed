import { type JudgedClaim, verdictText } from '../claims/judge-claims.ts';
import type { Report } from '../report.ts';
import { none, signedWithInterval } from '../tables/format.ts';
import { primaryFirst } from './findings-section.ts';
import { escapeLatex, latexComment, latexTable, numberCell, wrappedCell } from './latex-text.ts';
import { columnsWidth, type LatexCell } from './latex-width.ts';
import { splitInterval } from './render-latex.ts';

/** The verdicts as a table for `\input`; it needs booktabs and is as wide as `\columnwidth`. */
export function renderLatexClaims({ spec, profile, claims, incomplete }: Report): string {
  const ordered = claims.toSorted(primaryFirst);
  return `${[
    ...(incomplete.length === 0 ? [] : [latexComment(`INCOMPLETE: ${incomplete.join(', ')}`)]),
    latexComment(`${spec.id}, profile ${profile}: ${claims.length} claims; needs booktabs`),
    ...(claims.length === 0
      ? []
      : latexTable({
          label: `tab:${spec.id}-${profile}-claims`,
          caption: `${escapeLatex(spec.title)} Effects with 95\\,\\% intervals, those of shares in points; the verdict of a primary claim holds after Holm.`,
          header: ['Claim', 'Verdict', 'Effect'],
          shares: [0.6, 0.4],
          groups: [ordered.map(row)],
          numbers: columnsWidth(
            ['Effect'],
            ordered.map((judged) => [effectCell(judged)]),
          ),
        })),
  ].join('\n')}\n`;
}

function row(judged: JudgedClaim): string[] {
  return [
    wrappedCell(judged.claim.statement),
    wrappedCell(verdictText(judged)),
    numberCell(effectCell(judged)),
  ];
}

function effectCell({ claim, result: { effect } }: JudgedClaim): LatexCell {
  if (effect === null) return { main: none };
  return splitInterval(signedWithInterval(effect, claim.delta.unit).replace(' points', ''));
}
