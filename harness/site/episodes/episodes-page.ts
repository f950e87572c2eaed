import type { ShownEpisode } from '../../run/index.ts';
import { type Html, html } from '../html.ts';
import { episodeHtml, endings } from './episode-html.ts';

/** An arm as its episodes are headed. */
export interface EpisodeArm {
  readonly id: string;
  readonly label: string;
}

/** A page of episodes. */
export interface EpisodesView {
  readonly title: string;
  /** The page of the reproduction, beside this one. */
  readonly back: string;
  /** In the order of the report. */
  readonly arms: readonly EpisodeArm[];
  readonly episodes: readonly ShownEpisode[];
}

/** The body of a page of episodes: questions one after another, arms side by side, and what chooses among them. */
export function episodesBody({ title, back, arms, episodes }: EpisodesView): Html {
  const played = arms.filter(({ id }) => episodes.some(({ arm }) => arm === id));
  const steps = [...new Set(episodes.map(({ step }) => step ?? 0))].sort((a, b) => a - b);
  return html`<div class="opening">
      <p class="kicker"><a href="${back}">${title}</a></p>
      <h1>Episodes</h1>
      <p class="lead">
        ${episodes.length} episodes of training, seed
        ${[...new Set(episodes.map(({ seed }) => seed))].join(', ')}, at step ${steps.join(' and ')}: the
        first plays of each group, and the same questions in every arm.
      </p>
      ${legend({ trained: true })}
    </div>
    ${choices(played, steps, episodes)}
    <p id="shown" class="small" aria-live="polite"></p>
    ${questionsOf(episodes).map((plays, i) => questionHtml(plays, i, played))}`;
}

/** What the colours and the shading mean, and in training the advantage. */
export function legend({ trained }: { readonly trained: boolean }): Html {
  const tags = ['think', 'search', 'information', 'answer'];
  return html`<p class="legend key">
    ${tags.map((tag) => html`<span class="block tag-${tag}"><span class="tag">${tag}</span></span>`)}
    <span class="block masked"><span class="tag">shaded: masked, no loss on it</span></span>
    ${
      trained
        ? html`<span
            >The advantage is the episode's, and each turn that is trained on carries it; where there is one a
            token, their mean.</span
          >`
        : null
    }
  </p>`;
}

function choices(
  arms: readonly EpisodeArm[],
  steps: readonly number[],
  episodes: readonly ShownEpisode[],
): Html {
  const kinds = [...new Set(episodes.map(({ question }) => question.kind))].sort();
  const all = { value: '', label: 'all' };
  const armOptions = arms.map(({ id, label }) => ({ value: id, label }));
  const ends = Object.entries(endings).map(([value, { words }]) => ({ value, label: words }));
  return html`<fieldset class="choose" hidden>
    <legend>Shown</legend>
    ${chooser('left', 'One arm', { options: armOptions, selected: 0 })}
    ${chooser('right', 'The other', { options: armOptions, selected: Math.min(1, arms.length - 1) })}
    ${chooser('step', 'Step', { options: [all, ...steps.map((step) => ({ value: String(step), label: String(step) }))], selected: steps.length > 1 ? steps.length : 0 })}
    ${chooser('ending', 'Outcome', { options: [all, ...ends, { value: 'differ', label: 'the arms differ' }], selected: 0 })}
    ${chooser('kind', 'Kind', { options: [all, ...kinds.map((kind) => ({ value: kind, label: kind }))], selected: 0 })}
    <span class="all"
      ><button type="button" id="before" aria-keyshortcuts="k">Before</button
      ><button type="button" id="next" aria-keyshortcuts="j">Next</button></span
    >
  </fieldset>`;
}

function chooser(
  id: string,
  label: string,
  {
    options,
    selected,
  }: {
    readonly options: readonly { readonly value: string; readonly label: string }[];
    readonly selected: number;
  },
): Html {
  return html`<label for="choose-${id}"
    >${label}
    <select id="choose-${id}">
      ${options.map((option, i) =>
        i === selected
          ? html`<option value="${option.value}" selected>${option.label}</option>`
          : html`<option value="${option.value}">${option.label}</option>`,
      )}
    </select></label
  >`;
}

/** The plays of each question of a step, in the order of the sample. */
function questionsOf(episodes: readonly ShownEpisode[]): (readonly [ShownEpisode, ...ShownEpisode[]])[] {
  const found = new Map<string, [ShownEpisode, ...ShownEpisode[]]>();
  for (const episode of episodes) {
    const key = `${episode.step} ${episode.question.id}`;
    const plays = found.get(key);
    if (plays === undefined) found.set(key, [episode]);
    else plays.push(episode);
  }
  return [...found.values()];
}

function questionHtml(
  plays: readonly [ShownEpisode, ...ShownEpisode[]],
  index: number,
  arms: readonly EpisodeArm[],
): Html {
  const [{ question, step }] = plays;
  const facts = [question.kind, ...(step === null ? [] : [`step ${step}`])].join(' · ');
  // Ids of questions may hold what an id of a page may not.
  const id = `question-${index + 1}`;
  return html`<section
    class="question"
    aria-labelledby="${id}"
    data-step="${String(step ?? 0)}"
    data-kind="${question.kind}"
  >
    <h2 id="${id}" tabindex="-1">${question.text}</h2>
    <p class="small">
      ${facts}${question.answer === null ? null : html` · gold answer <strong>${question.answer}</strong>`}
    </p>
    <div class="sides">
      ${arms.map(({ id: arm, label }) => {
        const own = plays.filter((play) => play.arm === arm);
        return html`<div class="side" data-arm="${arm}">
          <h3>${label}</h3>
          ${own.length === 0 ? html`<p>Not played.</p>` : own.map((play, i) => episodeHtml(play, { open: i === 0 }))}
        </div>`;
      })}
    </div>
  </section>`;
}
