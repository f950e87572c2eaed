import { markdownTable, none, withInterval } from '../report/index.ts';
import type { PolicyAssay } from '../reproduce/assay-policy.ts';
import type { AssayRow } from '../reproduce/assay-rows.ts';

/** A policy's assay as a line and a Markdown table, fit for its model card. */
export function policyAssayText(assay: PolicyAssay): string {
  const { model, reproduction, arm, temperature, samples, seed, questions } = assay;
  const asked = Object.entries(questions)
    .filter(([, count]) => count > 0)
    .map(([split, count]) => `${count} ${split}`);
  return [
    `${model} as arm ${arm} of ${reproduction}: ${samples} samples a question at temperature ${temperature}, ` +
      `${asked.join(', ')} questions, seed ${seed}; intervals 95 %, chunks as the sample`,
    '',
    markdownTable(['Property', 'Share', 'Cases', 'Questions', 'Aim', ''], assay.rows.map(cells)),
  ].join('\n');
}

function cells({ property, share, cases, questions, aim, met }: AssayRow): string[] {
  return [
    property,
    share === null ? none : withInterval(share, 'share'),
    String(cases),
    String(questions),
    aim === null ? none : aimText(aim),
    met === null ? none : met ? 'met' : 'missed',
  ];
}

function aimText([least, most]: NonNullable<AssayRow['aim']>): string {
  if (most === 1) return `at least ${percent(least)} %`;
  return least === 0 ? `at most ${percent(most)} %` : `${percent(least)} to ${percent(most)} %`;
}

function percent(share: number): string {
  return String(Number((100 * share).toFixed(1)));
}
