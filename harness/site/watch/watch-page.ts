import { metricGuide, type Run, shownRow, type WatchedRun } from '../../run/index.ts';
import { episodeHtml } from '../episodes/episode-html.ts';
import { legend } from '../episodes/episodes-page.ts';
import { type Html, html } from '../html.ts';
import { page } from '../page.ts';
import { sortableTable } from '../sortable-table.ts';
import { stepOf, type WatchedLine, watchedLines } from './watched-lines.ts';

/** Parts of the page that change, by the id of their place. */
export type WatchedParts = Readonly<Record<'state' | 'lines' | 'metrics' | 'episodes', string>>;

/** Episodes of each question that the page shows; a group may have many. */
const mostEpisodes = 4;

/** The parts of the page for a run as it stands. */
export function watchedParts({ run, episodes }: WatchedRun): WatchedParts {
  return {
    state: stateHtml(run).html,
    lines: html`${watchedLines(run).map(lineHtml)}`.html,
    metrics: metricsHtml(run).html,
    episodes: episodesHtml({ run, episodes }).html,
  };
}

/** The page of a run that is watched; the script asks for its parts, and for each change. */
export function watchPage(title: string): string {
  return page({
    title,
    description: 'A run under way.',
    root: '',
    nav: [],
    path: 'index.html',
    scripts: 'watch',
    footer: 'Served by twinzero watch on this machine alone, from the files of the run.',
    body: html`<div class="opening">
        <p class="kicker">A run under way</p>
        <h1>${title}</h1>
        <div id="state" aria-live="polite"><p>The run has not written anything yet.</p></div>
        <p id="connection" class="warning" role="status" hidden>
          The server has gone; start twinzero watch again, and reload.
        </p>
      </div>
      <div id="lines" class="figures"></div>
      <section aria-labelledby="newest">
        <h2 id="newest">Episodes of the newest step</h2>
        ${legend({ trained: true })}
        <div id="episodes"></div>
      </section>
      <section aria-labelledby="row">
        <h2 id="row">The newest row of metrics.csv</h2>
        <div id="metrics"></div>
      </section>`,
  });
}

function stateHtml(run: Run): Html {
  const { info } = run;
  const [step, { steps }] = [String(stepOf(run)), info.config];
  const ended = info.status === 'incomplete' ? '' : `, ended: ${info.status}`;
  return html`<p><strong>Step ${step} of ${steps}</strong>${ended}</p>
    <progress max="${steps}" value="${step}" aria-label="Steps done">${step} of ${steps}</progress>`;
}

function lineHtml({ title, points, text }: WatchedLine): Html {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return html``;
  const means = points.map(({ mean }) => mean);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const x = (step: number): number => (100 * (step - first.step)) / Math.max(1, last.step - first.step);
  const y = (mean: number): number => (high === low ? 20 : 38 - (36 * (mean - low)) / (high - low));
  const path = points.map(({ step, mean }) => `${x(step).toFixed(2)},${y(mean).toFixed(2)}`).join(' ');
  const words = `from ${text(first.mean)} at step ${first.step} to ${text(last.mean)} at step ${last.step}`;
  return html`<figure class="figure line">
    <h3>${title} <strong>${text(last.mean)}</strong></h3>
    <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label="${title} ${words}">
      <polyline points="${path}"></polyline>
    </svg>
    <figcaption>${words}; lowest ${text(low)}, highest ${text(high)}</figcaption>
  </figure>`;
}

function episodesHtml({ run, episodes }: WatchedRun): Html {
  if (episodes.length === 0) return html`<p>None yet.</p>`;
  const questions = [...new Map(episodes.map((row) => [row.question.id, row])).values()];
  return html`${questions.map(({ question }) => {
    const plays = episodes.filter((row) => row.question.id === question.id);
    return html`<div class="question">
      <h3>${question.question}</h3>
      <p class="small">${question.kind} · gold answer <strong>${question.answers[0]}</strong></p>
      ${plays.slice(0, mostEpisodes).map((row) => episodeHtml(shownRow(row, run.info), { open: false }))}
      ${plays.length > mostEpisodes ? html`<p class="small">And ${plays.length - mostEpisodes} more.</p>` : null}
    </div>`;
  })}`;
}

function metricsHtml({ metrics }: Run): Html {
  const row = metrics.at(-1);
  if (row === undefined) return html`<p>None yet.</p>`;
  const guide = new Map(Object.entries(metricGuide));
  return sortableTable({
    caption: null,
    columns: ['Column', 'Value', 'In a healthy run'],
    rows: Object.entries(row).map(([name, value]) => [
      name,
      value === null ? 'none' : String(Number(value.toPrecision(5))),
      guide.get(name)?.healthy ?? 'a part of the reward',
    ]),
  });
}
