import {
  deltaText,
  type JudgedClaim,
  none,
  pValue,
  signedWithInterval,
  verdictText,
} from '../report/index.ts';
import { answers } from './answer.ts';
import { type Html, html, type HtmlPart } from './html.ts';
import { intervalDrawing } from './interval-drawing.ts';

/** One claim: its sentence, the answer, the interval against zero, δ, the paper's effect, and why. */
export function claimCard(judged: JudgedClaim): Html {
  const { claim, result, adjusted } = judged;
  const { tone } = answers[result.verdict];
  return html`<article class="card claim ${tone}" id="claim-${claim.id}">
    <p class="kicker">${claim.standing === 'primary' ? 'Primary claim' : 'Exploratory claim'}</p>
    <h3>${claim.statement}</h3>
    <p class="verdict"><span class="badge ${tone}">${verdictText(judged)}</span></p>
    ${result.effect === null ? null : intervalDrawing({ effect: result.effect, claim })}
    <dl>
      ${fact('Measured', result.measured === '' ? none : result.measured)} ${fact('Why', result.reason)}
      ${fact('Smallest effect of interest (δ)', deltaText(claim.delta))}
      ${fact("The paper's", paperText(claim))}
      ${fact('p, and after Holm', `${result.p === null ? none : pValue(result.p)}, ${adjusted === null ? none : pValue(adjusted)}`)}
    </dl>
    <details>
      <summary>The rule, fixed ${claim.fixedOn}</summary>
      <p>${claim.rule}</p>
      <p>Known then: ${claim.known}.</p>
    </details>
  </article>`;
}

/** A term with its description. */
export function fact(term: HtmlPart, description: HtmlPart): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${description}</dd>
  </div>`;
}

/** The paper's statement with its effect where the scale is ours. */
export function paperText({ paper, paperEffect, delta }: JudgedClaim['claim']): string {
  if (paperEffect === undefined || paperEffect === null) return paper;
  const effect = { estimate: paperEffect, low: paperEffect, high: paperEffect };
  return `${signedWithInterval(effect, delta.unit).replace(/ \[.*/u, '')}: ${paper}`;
}
