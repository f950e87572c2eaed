import { finding } from '../claims/finding.ts';
import type { ClaimVerdict } from '../claims/claim.ts';
import { type JudgedClaim, verdictText } from '../claims/judge-claims.ts';
import { costText, runCost } from '../measure/run-cost.ts';
import type { Report } from '../report.ts';
import { deltaText, none, seedCount, signed, signedWithInterval } from '../tables/format.ts';
import { bold, escapeMarkdown, inline } from '../tables/markdown.ts';

/** Answers for ten seconds: did it reproduce, how sure are we, what did it cost; a list in Markdown. */
export function glance(report: Report): string {
  const primary = report.claims.filter(({ claim }) => claim.standing === 'primary');
  const answers = primary.length === 0 ? [exploratoryAnswer(report.claims)] : primary.flatMap(primaryAnswer);
  return [...answers, `- **What did it cost?** ${costText(runCost(report.results.runs))}.`].join('\n');
}

function primaryAnswer(judged: JudgedClaim): string[] {
  return [
    `- **Did it reproduce?** ${inline(bold(answerText(judged)))}. ${escapeMarkdown(finding(judged))}`,
    `- **How sure?** ${escapeMarkdown(sureness(judged))}`,
  ];
}

const answers: Readonly<Record<ClaimVerdict, string>> = {
  reproduced: 'Yes',
  'non-inferior': 'Yes',
  'same direction but weaker': 'Weaker',
  'partly reproduced': 'Partly',
  'no difference': 'No',
  inferior: 'No',
  opposite: 'No',
  'cannot tell': 'Cannot tell',
  'cannot tell (the run is not sensitive)': 'Cannot tell',
  'not comparable': 'Not tested',
};

/** The verdict behind the plain answer that it gives: `No (inferior)`. */
function answerText(judged: JudgedClaim): string {
  const verdict = verdictText(judged).replace(/^cannot tell \((.+)\)$/u, '$1');
  const answer = answers[judged.result.verdict];
  return verdict === answer.toLowerCase() ? answer : `${answer} (${verdict})`;
}

/** The size, interval, margin and paper's effect behind a verdict, and whether the run was shown to be sensitive. */
function sureness({ claim, result, sensitivity }: JudgedClaim): string {
  const { effect, questions, seeds } = result;
  if (effect === null) return `Nothing could be measured: ${result.reason}.`;
  const control =
    sensitivity === null
      ? ''
      : ` The run is ${sensitivity.lack === null ? '' : 'not '}sensitive by its controls.`;
  const measured = signedWithInterval(effect, claim.delta.unit);
  return `${measured} at 95 %, of ${questions} questions x ${seedCount(seeds)}; ${deltaText(claim.delta)} or more would matter; the paper's effect: ${paperEffectText(claim)}.${control}`;
}

/** The paper's effect, `not comparable` where its scale is another than ours, a dash for a claim without one. */
export function paperEffectText({ paperEffect, delta }: JudgedClaim['claim']): string {
  if (paperEffect === undefined) return none;
  return paperEffect === null ? 'not comparable' : signed(paperEffect, delta.unit);
}

function exploratoryAnswer(claims: readonly JudgedClaim[]): string {
  const [first] = claims;
  return first === undefined
    ? '- **Did it reproduce?** Nothing was claimed.'
    : `- **Did it reproduce?** No paper's claim is judged here. Explored first: ${escapeMarkdown(finding(first))}`;
}

/** E.g. `7 exploratory verdicts: 1 reproduced, 6 cannot tell`; those that follow from a run that is not sensitive apart. */
export function exploratoryCounts(claims: readonly JudgedClaim[]): string {
  const counts = new Map<string, number>();
  const exploratory = claims.filter(({ claim }) => claim.standing === 'exploratory');
  for (const { result } of exploratory) counts.set(result.verdict, (counts.get(result.verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  const count = `${exploratory.length} exploratory ${exploratory.length === 1 ? 'verdict' : 'verdicts'}`;
  return [count, parts.join(', ')].filter((text) => text !== '').join(': ');
}
