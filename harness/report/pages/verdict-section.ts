import { type JudgedClaim, verdictText } from '../claims/judge-claims.ts';
import { none, pValue } from '../tables/format.ts';
import { markdownTable } from '../tables/markdown-table.ts';
import { bold } from '../tables/markdown.ts';
import { paperEffectText } from './glance.ts';

const header = [
  'Claim',
  'Verdict',
  'Measured',
  "Paper's effect",
  'p',
  'p after Holm',
  'Paper',
  'Why',
] as const;

/** The verdicts with what they rest on, then the rules that made them; nothing for a report without claims. */
export function verdictSection(claims: readonly JudgedClaim[]): string[] {
  if (claims.length === 0) return [];
  const rules = [...new Set(claims.map(originText))].flatMap((origin) => [
    origin,
    claims
      .filter((judged) => originText(judged) === origin)
      .map(({ claim }) => `- **${claim.id}**: ${claim.rule}`)
      .join('\n'),
  ]);
  const common = [...new Set(claims.flatMap(({ claim }) => claim.commonRules))].map((rule) => `- ${rule}`);
  return [
    '## Verdicts',
    markdownTable(
      header,
      claims.map((judged) => [
        judged.claim.statement,
        bold(verdictText(judged)),
        judged.result.measured === '' ? none : judged.result.measured,
        paperEffectText(judged.claim),
        judged.result.p === null ? none : pValue(judged.result.p),
        judged.adjusted === null ? none : pValue(judged.adjusted),
        judged.claim.paper,
        judged.result.reason,
      ]),
    ),
    'The rules, with the day on which they were fixed and what was known of runs then:',
    ...rules,
    ...(common.length === 0 ? [] : ['For all of them:', common.join('\n')]),
  ];
}

function originText({ claim }: JudgedClaim): string {
  return `Fixed ${claim.fixedOn}; known then: ${claim.known}.`;
}
