import type { JudgedClaim } from '../claims/judge-claims.ts';
import { sensitivities } from '../claims/sensitivities.ts';
import { armsText, type JudgedControl, sensitivityRule } from '../claims/sensitivity.ts';
import { none } from '../tables/format.ts';
import { type MarkdownCell, markdownTable } from '../tables/markdown-table.ts';
import { bold, escapeMarkdown } from '../tables/markdown.ts';

/** One line a quantity: `**sensitive** in …`; none for a report without controls. */
export function sensitivityLines(claims: readonly JudgedClaim[]): string[] {
  return sensitivities(claims).map(([{ quantity, positive, twin, lack }]) =>
    lack === null
      ? `- **sensitive** in ${escapeMarkdown(quantity)}: ${armsText(positive.arms)} was told apart (${escapeMarkdown(positive.result.measured)}), ${armsText(twin.arms)} was not`
      : `- **not sensitive** in ${escapeMarkdown(quantity)}: ${escapeMarkdown(lack)}`,
  );
}

/** The opening of a page: what the run could tell, before what it says. */
export function sensitivitySection(claims: readonly JudgedClaim[]): string[] {
  const rows = sensitivities(claims).flatMap(([{ quantity, positive, twin, shown }, resting]) =>
    [
      ['positive', positive] as const,
      ['twin', twin] as const,
      ...shown.map((one) => ['shown', one] as const),
    ].map(([role, control]) => controlRow(role, control, [quantity, resting])),
  );
  if (rows.length === 0) return [];
  const header = ['Quantity', 'Control', 'Arms', 'Verdict', 'Measured', 'Claims that rest on it'];
  return [
    '## Sensitivity',
    sensitivityLines(claims).join('\n'),
    markdownTable(header, rows),
    sensitivityRule,
  ];
}

function controlRow(
  role: string,
  { arms, result }: JudgedControl,
  [quantity, resting]: readonly [string, readonly JudgedClaim[]],
): MarkdownCell[] {
  return [
    quantity,
    role,
    armsText(arms),
    bold(result.verdict),
    result.measured === '' ? result.reason : result.measured,
    role === 'shown' ? none : resting.map(({ claim }) => claim.id).join(', '),
  ];
}
