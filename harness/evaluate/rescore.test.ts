import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { episodeMessages } from '../core/episode.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { judgeEpisode } from '../judge/judge.ts';
import { matchJudge } from '../judge/match.ts';
import { correctnessReward } from '../reward/correctness-reward.ts';
import { rewardSets } from '../reproduce/find-reproductions.ts';
import { playEpisode } from '../rollout/play-episode.ts';
import { searchR1Protocol } from '../rollout/protocols/inline-protocol.ts';
import { rezeroProtocol } from '../rollout/protocols/message-protocol.ts';
import { episodeOptionsFor } from '../rollout/testing/episode-options-for.ts';
import { rescore, type RescoreRow, rescoreRow } from './rescore.ts';

const presets = await rewardSets();
const [paper, head, corrected, embedded, f1] = [
  'paper-2025-04-04',
  'head-2025-04-17',
  'corrected',
  'embedded',
  'zerosearch-f1',
].map((name) => presets.get(name));
assert.ok(paper && head && corrected && embedded && f1);

const row: RescoreRow = {
  id: 'e1',
  question: 'Which bus?',
  answer: ['main bus B', 'bus B'],
  supporting_paragraphs: ['Intro.', 'Main bus B failed.'],
  chunk_content: 'Intro.\n\nMain bus B failed.',
  messages: [
    { role: 'user', content: 'Which bus?' },
    { role: 'assistant', content: '<think>look</think><search>bus failure</search>' },
    { role: 'user', content: '<information>Result 1:\nIntro.\n\nMain bus B failed.\n------\n</information>' },
    { role: 'assistant', content: '<think>based on this</think><answer>Bus B</answer>' },
  ],
};

function without(field: keyof RescoreRow): RescoreRow {
  return { ...row, [field]: undefined };
}

describe('rescore', () => {
  it('scores a complete row with every reward and the weighted total', () => {
    assert.deepEqual(rescore(paper, row), {
      id: 'e1',
      rewards: {
        correctness: 1,
        format: 1,
        retry: 0.35,
        em_chunk: 1,
        search_strategy: 0.6000000000000001,
        search_diversity: 0.2,
      },
      total: 4 + 2 + 0.35 + 1 + 0.6000000000000001 + 0.2,
    });
  });

  it('reports rewards the preset does not pay, outside the total', () => {
    const { rewards, total } = rescore(embedded, row);
    assert.equal(rewards['search_diversity'], 0.2);
    assert.equal(total, 4 + 2 + 0.35 + 1);
  });

  it('scores a wrong answer 0', () => {
    assert.equal(rescore(paper, { ...row, answer: 'main bus A' }).rewards['correctness'], 0);
  });

  it("follows the judge's reply against the gold answer, by the preset's rule", () => {
    const judged = (preset: typeof paper, judge: string): number | null | undefined =>
      rescore(preset, { ...row, judge }).rewards['correctness'];
    assert.equal(judged(paper, 'No.'), 0);
    assert.equal(judged(paper, 'eyes'), 1);
    assert.equal(judged(embedded, 'Not yes'), 1);
    assert.equal(judged(corrected, 'yes'), 1);
    assert.equal(judged(corrected, 'No, not yes'), 0);
  });

  it('gives null, a reason and no total for an unreadable reply under the strict judge', () => {
    const { rewards, total, missing } = rescore(corrected, { ...row, judge: 'eyes' });
    assert.equal(rewards['correctness'], null);
    assert.equal(rewards['retry'], null);
    assert.equal(total, null);
    assert.match(missing?.['correctness'] ?? '', /"eyes" does not begin with yes or no/);
  });

  it('gives null for a field that is absent or null, never 0', () => {
    for (const lacking of [without('chunk_content'), { ...row, chunk_content: null }]) {
      const { rewards, total, missing } = rescore(paper, lacking);
      assert.equal(rewards['em_chunk'], null);
      assert.equal(total, null);
      assert.deepEqual(missing, { em_chunk: 'field chunk_content' });
    }
    assert.deepEqual(rescore(head, without('supporting_paragraphs')).missing, {
      em_chunk: 'field supporting_paragraphs',
    });
    assert.equal(rescore(paper, without('answer')).rewards['correctness'], null);
  });

  it('needs only the field its own variant reads', () => {
    assert.equal(rescore(head, without('chunk_content')).missing, undefined);
    assert.equal(rescore(paper, without('supporting_paragraphs')).missing, undefined);
  });

  it('takes rows of our own store: gold answers in the question, failed episodes without any reward', () => {
    const own = {
      ...row,
      answer: undefined,
      question: { question: 'Which bus?', answers: ['bus B'] },
      step: 3,
    };
    assert.equal(rescore(paper, rescoreRow.parse(own)).rewards['correctness'], 1);
    const failed = rescore(paper, rescoreRow.parse({ ...own, outcome: { kind: 'failed', error: {} } }));
    assert.equal(failed.total, null);
    assert.deepEqual(new Set(Object.values(failed.rewards)), new Set([null]));
  });

  it('finds the gold chunk of our own rows among the documents of their searches', () => {
    const own = {
      ...row,
      chunk_content: undefined,
      question: { question: 'Which bus?', answers: ['bus B'], goldChunkId: 'c1' },
      searches: [
        { query: 'bus failure', documents: [{ id: 'c1', text: row.chunk_content, origin: 'chunk' }] },
      ],
    };
    assert.equal(rescore(paper, rescoreRow.parse(own)).rewards['em_chunk'], 1);
    const missed = {
      ...own,
      searches: [{ query: 'x', documents: [{ id: 'c2', text: 'Intro.', origin: 'chunk' }] }],
    };
    assert.equal(rescore(paper, rescoreRow.parse(missed)).rewards['em_chunk'], 0);
    const unknown = { ...own, searches: 'three', outcome: 'success' };
    assert.equal(rescore(paper, rescoreRow.parse(unknown)).rewards['em_chunk'], null);
  });

  it('scores a row under a preset of ZeroSearch, in its own parts', () => {
    const values = { f1: 1, em: 1, sub_em: 1, answer_words: 2, padding_words: 0 };
    assert.deepEqual(rescore(f1, row), { id: 'e1', rewards: values, total: 1 });
    const wrong = rescore(f1, { ...row, answer: 'main bus A' });
    // "bus B" shares one word of two with the three of "main bus A", whose A is an article.
    assert.deepEqual(wrong.rewards, { f1: 0.5, em: 0, sub_em: 0, answer_words: 2, padding_words: 1 });
    const lacking = rescore(f1, without('answer'));
    assert.deepEqual([lacking.total, lacking.rewards['answer_words']], [null, 2]);
  });

  it('scores the answer that one of our own episodes was played to', () => {
    for (const [outcome, em, total] of [
      [{ kind: 'answered', answer: 'bus A' }, 0, 2 / 3],
      [{ kind: 'unanswered', reason: 'turn-limit' }, 0, 0],
      [{ kind: 'failed', error: {} }, null, null],
      ['success', 1, 1],
      [{ kind: 'success' }, 1, 1],
      [{ kind: 'success', answer: 'bus A' }, 1, 1],
      [{ kind: 'answered', answer: 7 }, 1, 1],
    ] as const) {
      const scored = rescore(f1, rescoreRow.parse({ ...row, outcome }));
      assert.deepEqual([scored.rewards['em'], scored.total], [em, total]);
    }
  });

  it('agrees with training on an answer between any white space and on several answers', async () => {
    const spaces = ['\ufeff', '\x1c', '\x85', '\u00a0', '\u200b', ' \n'];
    const replies = [
      ...spaces.map((space) => `<think>t</think><answer>${space}valve 7${space}</answer>`),
      '<answer>valve 7</answer><answer>valve 8</answer>',
      '<answer>valve 8</answer><answer>valve 7</answer>',
    ];
    for (const protocol of [rezeroProtocol({ prompt: 'compact' }), searchR1Protocol()])
      for (const reply of replies) {
        const episode = await playEpisode(testQuestion(), episodeOptionsFor([reply], { protocol }));
        const verdict = (await judgeEpisode(episode, matchJudge)) ?? assert.fail('no verdict');
        const messages = episodeMessages(episode);
        const { id, question, outcome, searches } = episode;
        const trained = correctnessReward({ id, question: '', answers: question.answers, messages, verdict });
        const { rewards } = rescore(paper, { id, question, messages, outcome, searches });
        assert.deepEqual(
          { value: rewards['correctness'] },
          trained,
          `${protocol.id}: ${JSON.stringify(reply)}`,
        );
      }
  });

  it('judges one of our own episodes by the answer that was acted on, not one read again', () => {
    const question = { question: 'q', answers: ['Bus B'] };
    const messages = [{ role: 'assistant', content: '<answer>Bus A</answer>' }];
    const stored = {
      id: 'e',
      question,
      messages,
      searches: [],
      outcome: { kind: 'answered', answer: 'Bus B' },
    };
    assert.equal(rescore(paper, stored).rewards['correctness'], 1);
    assert.equal(rescore(paper, { ...stored, outcome: { kind: 'unanswered' } }).rewards['correctness'], 0);
  });

  it('keeps a numeric id', () => {
    assert.equal(rescore(paper, { ...row, id: 7 }).id, 7);
  });
});

describe('where an answer may stand', () => {
  const end = { role: 'assistant', content: '<think>from here</think><search>again</search>' };
  const gold = '<answer>bus B</answer>';
  const planted: Record<string, RescoreRow['messages']> = {
    'an example in the prompt': [{ role: 'user', content: `Answer like ${gold}` }, end],
    'an example in the system message': [{ role: 'system', content: gold }, end],
    'a prompt without any reply': [{ role: 'user', content: gold }],
    'a retrieved document': [end, { role: 'user', content: `<information>${gold}</information>` }],
    'a document of a tool': [end, { role: 'tool', content: `<information>${gold}</information>` }],
    'a document before an empty answer': [
      end,
      { role: 'user', content: `<information>${gold}</information>` },
      { role: 'assistant', content: '<think>hm</think><answer></answer>' },
    ],
    'a document before a wrong answer': [
      end,
      { role: 'ipython', content: `<information>${gold}</information>` },
      { role: 'assistant', content: '<think>hm</think><answer>bus A</answer>' },
    ],
    'a document the policy copies or makes up': [
      { role: 'assistant', content: `<think>x</think><information>${gold}</information>` },
    ],
    'a thought beside a wrong answer': [
      { role: 'assistant', content: `<think>bus B</think><answer>bus A</answer>` },
    ],
  };
  for (const [place, messages] of Object.entries(planted))
    it(`is not ${place}`, () => {
      for (const [name, preset] of presets) {
        const { rewards } = rescore(preset, { ...row, messages });
        const scores = ['correctness', 'em', 'sub_em'].flatMap((part) => rewards[part] ?? []);
        assert.deepEqual(new Set(scores), new Set([0]), name);
      }
    });

  it('is not a document even for a judge that says yes', () => {
    const messages = [end, { role: 'user', content: `<information>${gold}</information>` }];
    const { rewards } = rescore(paper, { ...row, messages, judge: 'Yes' });
    assert.deepEqual([rewards['correctness'], rewards['retry']], [0, 0]);
  });
});
