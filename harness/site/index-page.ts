import { type JudgedClaim, none, pValue, type Report } from '../report/index.ts';
import { answers } from './answer.ts';
import { fact, paperText } from './claim-card.ts';
import { type Html, html } from './html.ts';
import { intervalDrawing } from './interval-drawing.ts';
import { claimRow } from './reproduction-page.ts';
import { sortableTable } from './sortable-table.ts';
import { spendingOf } from './spending.ts';

/** A reproduction on the front page. */
export interface Shown {
  /** Short. */
  readonly title: string;
  /** From the site's folder. */
  readonly path: string;
  readonly report: Report;
  /** True for a paper's own reproduction, which comes first. */
  readonly isPaper: boolean;
}

/** A leaderboard on the front page. */
export interface ShownBoard {
  readonly title: string;
  readonly path: string;
  readonly rows: number;
}

/** The body of the front page: for each paper whether it reproduced, how sure that is, and what it cost. */
export function indexBody(shown: readonly Shown[], boards: readonly ShownBoard[]): Html {
  const papers = shown.filter(({ isPaper }) => isPaper);
  const others = shown.filter(({ isPaper }) => !isPaper);
  return html`<div class="opening">
      <h1>Did they reproduce?</h1>
      <p class="lead">
        Papers on language models that learn to search, run again at small scale. Each verdict follows a rule
        that stands on its page, with the day it was fixed and what was known then.
      </p>
    </div>
    <div class="papers">${papers.map(paperCard)}</div>
    ${
      others.length === 0
        ? null
        : html`<section aria-labelledby="beyond">
            <h2 id="beyond">Beyond the papers</h2>
            <div class="cards">${others.map(otherCard)}</div>
          </section>`
    }
    ${
      boards.length === 0
        ? null
        : html`<section aria-labelledby="baselines">
            <h2 id="baselines">Baselines</h2>
            <ul class="plain">
              ${boards.map(({ title, path, rows }) => html`<li><a href="${path}">${title}</a>, ${rows} rows</li>`)}
            </ul>
          </section>`
    }
    <section aria-labelledby="every">
      <h2 id="every">Every claim</h2>
      ${sortableTable({
        caption: null,
        columns: ['Claim', 'Of', 'Verdict', 'Measured', 'Paper'],
        rows: shown.flatMap(({ title, path, report }) =>
          report.claims.map((judged) => claimRow(html`<a href="${path}">${title}</a>`, judged)),
        ),
      })}
    </section>`;
}

function primaryOf({ claims }: Report): JudgedClaim | undefined {
  return claims.find(({ claim }) => claim.standing === 'primary') ?? claims[0];
}

function paperCard({ title, path, report }: Shown): Html {
  const primary = primaryOf(report);
  const spending = spendingOf(report);
  return html`<article
    class="card paper ${primary === undefined ? 'open' : answers[primary.result.verdict].tone}"
  >
    <p class="kicker">${report.spec.paper.citation}</p>
    <h2>Did ${title} reproduce?</h2>
    ${report.incomplete.length === 0 ? null : html`<p class="warning">Incomplete: do not quote its numbers.</p>`}
    ${primary === undefined ? html`<p>Nothing is claimed.</p>` : primaryHtml(primary)}
    <dl>
      ${primary === undefined ? null : fact('How sure', sureText(primary))}
      ${primary === undefined ? null : fact('The paper', paperText(primary.claim))}
      ${fact('What it cost', `${spending.size}: ${spending.time}; ${spending.money}`)}
    </dl>
    <p><a class="action" href="${path}">All of ${title}</a></p>
  </article>`;
}

function primaryHtml(judged: JudgedClaim): Html {
  const { claim, result } = judged;
  const { words, tone } = answers[result.verdict];
  return html`<p class="answer ${tone}">
      <span class="mark" aria-hidden="true"></span><strong>${words}</strong>
    </p>
    <p class="statement">${claim.statement}</p>
    ${result.effect === null ? null : intervalDrawing({ effect: result.effect, claim })}`;
}

function sureText({ result, adjusted }: JudgedClaim): string {
  const p = adjusted === null ? '' : ` p ${adjusted < 0.0001 ? '' : '= '}${pValue(adjusted)} after Holm.`;
  const why = `${result.reason.charAt(0).toUpperCase()}${result.reason.slice(1)}.`;
  return `${result.measured === '' ? none : result.measured.replace(/, by seed .*/u, '')}.${p} ${why}`;
}

function otherCard({ title, path, report }: Shown): Html {
  const primary = primaryOf(report);
  return html`<article class="card ${primary === undefined ? 'open' : answers[primary.result.verdict].tone}">
    <h3><a href="${path}">${title}</a></h3>
    <p>${report.spec.title}</p>
    ${primary === undefined ? null : html`<p><span class="badge ${answers[primary.result.verdict].tone}">${answers[primary.result.verdict].words}</span> ${primary.claim.statement}</p>`}
    <p class="small">${spendingOf(report).size}</p>
  </article>`;
}
