import type { ShownEpisode, ShownTurn } from '../../run/index.ts';
import { type Html, html, type HtmlPart } from '../html.ts';
import { type TaggedPart, taggedParts } from './tagged-parts.ts';

/** How an episode ended, for filters and badges. */
export type Ending = 'right' | 'wrong' | 'answered' | 'unanswered' | 'failed';

/** The ending of an episode; `answered` where nobody judged the answer. */
export function endingOf({ outcome, right }: ShownEpisode): Ending {
  if (outcome.kind !== 'answered') return outcome.kind;
  return right === null ? 'answered' : right ? 'right' : 'wrong';
}

/** Words and colour of each ending. */
export const endings: Readonly<Record<Ending, { readonly words: string; readonly tone: string }>> = {
  right: { words: 'right', tone: 'yes' },
  wrong: { words: 'wrong', tone: 'no' },
  answered: { words: 'not judged', tone: 'open' },
  unanswered: { words: 'no answer', tone: 'part' },
  failed: { words: 'failed', tone: 'open' },
};

/** An episode that opens and closes: on one line its end, then its turns, searches and rewards. */
export function episodeHtml(episode: ShownEpisode, { open }: { readonly open: boolean }): Html {
  const { sample, step, searches, advantage } = episode;
  const ending = endingOf(episode);
  const { words, tone } = endings[ending];
  const line = html`<span class="badge ${tone}">${words}</span> ${answerText(episode)}
    <span class="small"
      >${[
        step === null ? 'one play' : `sample ${sample + 1}`,
        `${searches.length} search${searches.length === 1 ? '' : 'es'}`,
        ...(advantage === null ? [] : [`advantage ${signed(advantage)}`]),
      ].join(' · ')}</span
    >`;
  const body = html`<ol class="turns">
      ${episode.turns.map((turn) => turnHtml(turn, episode))}
    </ol>
    ${searchesHtml(episode)} ${rewardsHtml(episode)}`;
  return open
    ? html`<details class="episode" data-ending="${ending}" open>
        <summary>${line}</summary>
        ${body}
      </details>`
    : html`<details class="episode" data-ending="${ending}">
        <summary>${line}</summary>
        ${body}
      </details>`;
}

function answerText({ outcome }: ShownEpisode): HtmlPart {
  if (outcome.kind === 'answered') return html`<q>${outcome.answer}</q>`;
  if (outcome.kind === 'unanswered') return outcome.reason;
  return `${outcome.error.kind}: ${outcome.error.message}`;
}

function turnHtml(
  { role, text, trained, tokens, logprob }: ShownTurn,
  { advantage, step }: ShownEpisode,
): Html {
  const facts = [
    `${tokens} token${tokens === 1 ? '' : 's'}`,
    trained ? (step === null ? 'not masked' : 'trained on') : 'masked',
    ...(trained && advantage !== null ? [`advantage ${signed(advantage)}`] : []),
    ...(logprob === null ? [] : [`log-probability ${signed(logprob)} a token`]),
  ];
  return html`<li class="turn ${role} ${trained ? 'trained' : 'masked'}">
    <p class="who"><strong>${role}</strong> <span>${facts.join(' · ')}</span></p>
    ${taggedParts(role, text).map(partHtml)}
  </li>`;
}

function partHtml({ tag, text, closed }: TaggedPart): Html {
  // Line breaks of the text are kept, but not those that only set tags apart.
  const shown = text.trim();
  if (tag === null) return html`<div class="block"><pre>${shown}</pre></div>`;
  return html`<div class="block tag-${tag}">
    <span class="tag">${tag.replace('_', ' ')}${closed ? '' : ', not closed'}</span>
    <pre>${shown === '' ? '(empty)' : shown}</pre>
  </div>`;
}

function searchesHtml({ searches, question }: ShownEpisode): Html | null {
  if (searches.length === 0) return null;
  return html`<ol class="searches">
    ${searches.map(({ query, goldRank, noisy, origins }) => {
      const facts = [
        ...(question.goldChunkId === null
          ? []
          : [goldRank === null ? 'gold chunk not returned' : `gold chunk at rank ${goldRank}`]),
        ...(noisy ? ['replaced by noise'] : []),
        origins.length === 0 ? 'no document' : `documents: ${origins.join(', ')}`,
      ];
      return html`<li><q>${query.trim()}</q>: ${facts.join('; ')}</li>`;
    })}
  </ol>`;
}

function rewardsHtml({ rewards, advantage, step }: ShownEpisode): Html | null {
  const parts = Object.entries(rewards);
  if (parts.length === 0 && advantage === null) return null;
  return html`<dl class="rewards">
    ${parts.map(([name, value]) => fact(name, value === null ? 'not known' : rounded(value)))}
    ${step === null ? null : fact('advantage', advantage === null ? 'in no update' : signed(advantage))}
  </dl>`;
}

function fact(name: string, value: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** With at most three decimals and a true minus. */
function rounded(value: number): string {
  return String(Math.round(value * 1e3) / 1e3).replace('-', '−');
}

function signed(value: number): string {
  return value > 0 ? `+${rounded(value)}` : rounded(value);
}
