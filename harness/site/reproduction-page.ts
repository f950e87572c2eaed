import {
  deviationLines,
  escapeMarkdown,
  type JudgedClaim,
  mainColumns,
  mainTable,
  type Markdown,
  type MarkdownCell,
  type PrintedSection,
  provenanceLines,
  type Report,
  runColumns,
  runTable,
  sensitivities,
  verdictText,
} from '../report/index.ts';
import { answers } from './answer.ts';
import type { ArmComparison } from './arm-comparison.ts';
import { armStyle } from './arm-style.ts';
import { claimCard, fact } from './claim-card.ts';
import { type Html, html, type HtmlPart, jsonElement } from './html.ts';
import { inline, markdownHtml } from './markdown-html.ts';
import { figureBlock, type SiteFigure } from './site-figure.ts';
import { sortableTable } from './sortable-table.ts';
import { spendingOf } from './spending.ts';

/** All that the page of a reproduction shows. */
export interface ReproductionParts {
  readonly report: Report;
  readonly curves: readonly SiteFigure[];
  readonly arms: readonly SiteFigure[];
  readonly sections: readonly { readonly section: PrintedSection; readonly figure: SiteFigure | null }[];
  readonly comparisons: readonly ArmComparison[];
  /** Files of numbers beside the page, by name. */
  readonly files: readonly string[];
  /** True where a page of episodes lies beside it. */
  readonly hasEpisodes: boolean;
}

/** The body of a reproduction's page. */
export function reproductionBody(parts: ReproductionParts): Html {
  const { report, curves, arms, sections } = parts;
  const figures = [...curves, ...arms, ...sections.flatMap(({ figure }) => figure ?? [])];
  return html`${opening(parts)} ${claimsSection(report.claims)} ${controlsSection(report.claims)}
    <div class="armed">
      <h2 id="training">Over training</h2>
      ${armToggles(report)}
      <div class="figures">${curves.map(figureBlock)}</div>
      <h2 id="arms">Arms, last third of training</h2>
      <div class="figures">${arms.map(figureBlock)}</div>
    </div>
    ${mainSection(report)} ${comparisonSection(parts)}
    ${sections.map(({ section, figure }) => printedHtml(section, figure))} ${detailsSection(parts)}
    ${jsonElement('data-figures', Object.fromEntries(figures.map(({ id, figure }) => [id, figure])))}
    ${jsonElement('data-arms', armsData(report))} ${jsonElement('data-comparisons', parts.comparisons)}`;
}

function opening({ report, hasEpisodes }: ReproductionParts): Html {
  const { spec, claims, incomplete } = report;
  const primary = claims.find(({ claim }) => claim.standing === 'primary');
  const spending = spendingOf(report);
  return html`<div class="opening">
    <p class="kicker">${spec.paper.citation}</p>
    <h1>${spec.title}</h1>
    ${incomplete.length === 0 ? null : html`<p class="warning">Incomplete: ${incomplete.join(', ')}. Do not quote its numbers.</p>`}
    ${primary === undefined ? null : answerLine(primary)}
    <dl class="facts">
      ${fact('Size', spending.size)} ${fact('Time', spending.time)} ${fact('Cost', spending.money)}
    </dl>
    ${hasEpisodes ? html`<p><a class="action" href="episodes.html">Read the episodes</a></p>` : null}
  </div>`;
}

/** The answer in large type, with the sentence it answers. */
export function answerLine(judged: JudgedClaim): Html {
  const { words, tone } = answers[judged.result.verdict];
  return html`<p class="answer ${tone}">
    <span class="mark" aria-hidden="true"></span><strong>${words}</strong>
    <span>${judged.claim.statement}</span>
  </p>`;
}

function claimsSection(claims: readonly JudgedClaim[]): Html | null {
  if (claims.length === 0) return null;
  const primary = claims.filter(({ claim }) => claim.standing === 'primary');
  const others = claims.filter(({ claim }) => claim.standing !== 'primary');
  return html`<section aria-labelledby="claims">
    <h2 id="claims">Claims</h2>
    <p class="legend">
      The dot is the measured effect and the bar its 95 % interval; the shaded zone lies within the smallest
      effect of interest, δ, of zero; the diamond is the paper's effect where its scale is ours.
    </p>
    <div class="cards">${[...primary, ...others].map(claimCard)}</div>
  </section>`;
}

function controlsSection(claims: readonly JudgedClaim[]): Html | null {
  const found = sensitivities(claims);
  if (found.length === 0) return null;
  return html`<section aria-labelledby="controls">
    <h2 id="controls">What the run can tell</h2>
    ${sortableTable({
      caption: null,
      columns: ['Quantity', 'Sensitive', 'Why'],
      rows: found.map(([{ quantity, positive, lack }]) => [
        quantity,
        lack === null ? 'yes' : 'no',
        lack ?? `${positive.arms.treatment} against ${positive.arms.control}: ${positive.result.measured}`,
      ]),
    })}
  </section>`;
}

function armsData({ spec }: Report): object[] {
  return spec.arms.map(({ id, label }, index) => ({
    id,
    label,
    ...armStyle(index),
    shown: spec.mainArms?.includes(id) ?? true,
  }));
}

/** A switch for each arm; its swatch is drawn by the page's script, without which pictures show the main arms. */
function armToggles({ spec }: Report): Html {
  return html`<fieldset class="toggles" hidden>
    <legend>Arms shown</legend>
    ${spec.arms.map(({ id, label }) => {
      const box =
        (spec.mainArms?.includes(id) ?? true)
          ? html`<input type="checkbox" name="arm" value="${id}" checked />`
          : html`<input type="checkbox" name="arm" value="${id}" />`;
      return html`<label>${box}<span class="swatch"></span>${label}</label>`;
    })}
    <span class="all"
      ><button type="button" data-arms="main">Main arms</button
      ><button type="button" data-arms="all">All</button></span
    >
  </fieldset>`;
}

function mainSection(report: Report): Html {
  const columns = Object.keys(mainColumns) as (keyof typeof mainColumns)[];
  return sortableTable({
    caption: 'Published rows, our arms, and reference policies',
    columns: columns.map((column) => mainColumns[column]),
    rows: mainTable(report).map((row) => columns.map((column) => row[column])),
  });
}

function comparisonSection({ report, comparisons }: ReproductionParts): Html | null {
  if (comparisons.length === 0) return null;
  const options = (selected: number): Html[] =>
    report.spec.arms.map(({ id, label }, i) =>
      i === selected
        ? html`<option value="${id}" selected>${label}</option>`
        : html`<option value="${id}">${label}</option>`,
    );
  return html`<section aria-labelledby="compare" class="compare" hidden>
    <h2 id="compare">Compare two arms</h2>
    <p>
      Runs of one seed are paired, and their questions; last third of training. A comparison made here is
      nobody's claim.
    </p>
    <p class="choice">
      <label for="compare-first">One arm</label>
      <select id="compare-first">
        ${options(0)}
      </select>
      <label for="compare-second">The other</label>
      <select id="compare-second">
        ${options(1)}
      </select>
    </p>
    <div id="compared" aria-live="polite"></div>
  </section>`;
}

function printedHtml({ id, title, text, csv }: PrintedSection, figure: SiteFigure | null): Html {
  return html`<section aria-labelledby="section-${id}">
    <h2 id="section-${id}">${title}</h2>
    ${figure === null ? null : html`<div class="figures">${figureBlock(figure)}</div>`} ${markdownHtml(text)}
    ${csv === undefined ? null : html`<p>Numbers: <a href="${id}.csv" download>${id}.csv</a></p>`}
  </section>`;
}

function detailsSection({ report, files }: ReproductionParts): Html {
  const deviations = deviationLines(report);
  return html`<section aria-labelledby="details">
    <h2 id="details">Details</h2>
    <details>
      <summary>Every run (${report.results.runs.length})</summary>
      ${sortableTable({ caption: null, columns: runColumns, rows: runTable(report).map((row) => row.map(cellHtml)) })}
    </details>
    <details>
      <summary>Deviations from the paper (${deviations.length})</summary>
      ${deviations.length === 0 ? html`<p>None recorded.</p>` : list(deviations)}
    </details>
    <details>
      <summary>Provenance</summary>
      ${list(provenanceLines(report))}
    </details>
    <p>Numbers: ${files.map((file) => html`<a href="${file}" download>${file}</a>`)}</p>
  </section>`;
}

function list(lines: readonly string[]): Html {
  return html`<ul>
    ${lines.map((line) => html`<li>${inline(escapeMarkdown(line))}</li>`)}
  </ul>`;
}

function cellHtml(cell: MarkdownCell): HtmlPart {
  return typeof cell === 'string' ? cell : inline((cell satisfies Markdown).markdown);
}

/** A line of the table of all claims. */
export function claimRow(title: HtmlPart, judged: JudgedClaim): HtmlPart[] {
  const { claim, result } = judged;
  const { tone } = answers[result.verdict];
  return [
    claim.statement,
    title,
    html`<span class="badge ${tone}">${verdictText(judged)}</span>`,
    result.measured === '' ? result.reason : result.measured,
    claim.paper,
  ];
}
