import { finding } from '../claims/finding.ts';
import type { JudgedClaim } from '../claims/judge-claims.ts';
import type { ClaimVerdict } from '../claims/claim.ts';
import { signed } from '../tables/format.ts';
import { bold, escapeMarkdown, inline } from '../tables/markdown.ts';

/** Every claim in one sentence, the primary ones first; nothing for a report without claims. */
export function findingsSection(claims: readonly JudgedClaim[]): string[] {
  if (claims.length === 0) return [];
  return ['## Findings', findingLines(claims)];
}

/** A list of the claims, each in one sentence, the primary ones first. */
export function findingLines(claims: readonly JudgedClaim[]): string {
  return claims.toSorted(primaryFirst).map(findingLine).join('\n');
}

function findingLine(judged: JudgedClaim): string {
  const text = finding(judged);
  return judged.claim.standing === 'primary'
    ? `- ${inline(bold(text))}`
    : `- Exploratory: ${escapeMarkdown(text)}`;
}

/** Orders the primary claims before the exploratory ones. */
export function primaryFirst(a: JudgedClaim, b: JudgedClaim): number {
  return Number(a.claim.standing !== 'primary') - Number(b.claim.standing !== 'primary');
}

const negative: readonly ClaimVerdict[] = ['no difference', 'inferior', 'opposite', 'cannot tell'];

/** What did not come out, and how much of it each interval still leaves; nothing where all came out. */
export function negativeSection(claims: readonly JudgedClaim[]): string[] {
  const found = claims.filter(({ own }) => own.effect !== null && negative.includes(own.verdict));
  if (found.length === 0) return [];
  return [
    '## Negative findings',
    'Claims that the runs did not show by themselves, whatever their controls say, and the largest effect that the 95 % interval of each leaves.',
    found.map(negativeLine).join('\n'),
  ];
}

function negativeLine({ claim, own }: JudgedClaim): string {
  const high = own.effect?.high ?? 0;
  const left = signed(high, claim.delta.unit);
  return `- ${escapeMarkdown(claim.statement)} By its own runs: ${own.verdict}; ${high <= 0 ? `nothing above ${left} is left` : `up to ${left} is left`}.`;
}
