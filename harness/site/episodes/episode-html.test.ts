import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hostile, hostileEpisode } from '../testing/site-fixture.ts';
import { endingOf, episodeHtml } from './episode-html.ts';

const episode = hostileEpisode({ arm: 'first', step: 1, right: false });

function ending(changes: Partial<typeof episode>): string {
  return endingOf({ ...episode, ...changes });
}

describe('an episode as a page shows it', () => {
  const text = episodeHtml(episode, { open: true }).html;

  it('holds what was written as text alone', () => {
    assert.ok(!text.includes(hostile) && !/<(?:img|script)|onerror="/u.test(text));
    assert.ok(text.includes('&lt;img src=x onerror=&quot;'));
  });

  it('tells of each turn whether it is trained on, its advantage and its log-probability', () => {
    const facts = [...text.matchAll(/<strong>(\w+)<\/strong> <span>([^<]*)<\/span>/gu)].map(
      ([, role, rest]) => [role, rest],
    );
    assert.deepEqual(facts, [
      ['prompt', '4 tokens · masked'],
      ['policy', '9 tokens · trained on · advantage −0.25 · log-probability −0.5 a token'],
      ['observation', '4 tokens · masked'],
      ['policy', '5 tokens · trained on · advantage −0.25 · log-probability −0.1 a token'],
    ]);
    assert.match(text, /first [^<]*<\/q>: gold chunk at rank 2; replaced by noise; documents: chunk/u);
    assert.match(text, /<dt>correctness<\/dt>\s*<dd>not known<\/dd>/u);
  });

  it('does not speak of a gold chunk where none is known, nor of training where there was none', () => {
    const { question } = episode;
    const played = { ...episode, step: null, advantage: null, question: { ...question, goldChunkId: null } };
    const shown = episodeHtml(played, { open: false }).html;
    assert.ok(shown.includes('one play') && shown.includes('9 tokens · not masked'));
    assert.doesNotMatch(shown, /gold chunk|trained on|advantage/u);
  });

  it('has an ending of five', () => {
    assert.equal(ending({ right: true }), 'right');
    assert.equal(ending({}), 'wrong');
    assert.equal(ending({ right: null }), 'answered');
    assert.equal(ending({ outcome: { kind: 'unanswered', reason: 'turn-limit' } }), 'unanswered');
    assert.equal(
      ending({ outcome: { kind: 'failed', error: { kind: 'search', message: 'gone' } }, right: null }),
      'failed',
    );
  });
});
