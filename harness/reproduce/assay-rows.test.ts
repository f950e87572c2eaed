import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answered, type Episode, type Outcome, unanswered } from '../core/episode.ts';
import type { Question } from '../core/question.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { type AssayedQuestion, type AssayPlay, assayRows, type AssayRow } from './assay-rows.ts';

const wellFormed = '<think>seen</think>\n<answer>valve 7</answer>';

/** A play that searched with `queries` and got the chunks of those names, one each. */
function play(
  question: Question,
  {
    found = [],
    queries = found.map((_, i) => `query ${i}`),
    correct = false,
    text = wellFormed,
    outcome = answered('valve 7'),
  }: {
    readonly found?: readonly string[];
    readonly queries?: readonly string[];
    readonly correct?: boolean;
    readonly text?: string;
    readonly outcome?: Outcome;
  },
): AssayPlay {
  const episode: Episode = {
    id: `0/${question.id}/0`,
    question,
    sample: 0,
    turns: [{ role: 'policy', text, tokens: [] }],
    searches: found.map((id, i) => ({
      query: queries[i] ?? '',
      documents: [{ id, text: id, origin: 'chunk' }],
      backend: 'test',
      goldRank: id === question.goldChunkId ? 1 : null,
    })),
    outcome,
  };
  return { episode, correct };
}

function asked(change: Partial<AssayedQuestion> & Pick<AssayedQuestion, 'question'>): AssayedQuestion {
  return { split: 'train', sampled: [], greedy: null, handed: null, ...change };
}

/** `sum/cases/questions` of a row, its estimate held to sum / cases. */
function counts(rows: readonly AssayRow[], id: string): string {
  const row = rows.find((one) => one.id === id);
  assert.ok(row !== undefined, `no row ${id}`);
  if (row.share === null) return `-/${row.cases}/${row.questions}`;
  return `${Math.round(row.share.estimate * row.cases * 1e9) / 1e9}/${row.cases}/${row.questions}`;
}

const first = testQuestion({ id: 'q1', goldChunkId: 'c1', chunkIds: ['c1'] });
const second = testQuestion({ id: 'q2', goldChunkId: 'c2', chunkIds: ['c2'] });
const hop = testQuestion({ id: 'q3', goldChunkId: 'c3', chunkIds: ['b', 'c3'], kind: 'two-hop' });
const otherHop = testQuestion({ id: 'q4', goldChunkId: 'c4', chunkIds: ['b', 'c4'], kind: 'two-hop' });
const options = { samples: 4, formatted: true };

describe('assayRows', () => {
  it('counts accuracy by split, every sample a case', () => {
    const right = (question: Question, correct: readonly boolean[]): AssayPlay[] =>
      correct.map((one) => play(question, { correct: one }));
    const rows = assayRows(
      [
        asked({ question: first, sampled: right(first, [true, false, false, false]) }),
        asked({ question: second, sampled: right(second, [true, true, false, false]) }),
        asked({
          question: hop,
          split: 'dev',
          sampled: right(hop, [false, false, false, true]),
          greedy: play(hop, {}),
        }),
        asked({
          question: otherHop,
          split: 'dev',
          sampled: right(otherHop, [false, false, false]),
          greedy: play(otherHop, { correct: true }),
        }),
      ],
      options,
    );
    assert.equal(counts(rows, 'accuracy/train'), '3/8/2');
    assert.equal(counts(rows, 'accuracy/dev'), '1/7/2');
    assert.equal(counts(rows, 'greedy/dev'), '1/2/2');
    assert.equal(counts(rows, 'greedy/train'), '-/0/0');
    assert.ok(rows.every(({ id }) => !id.endsWith('/held-out')));
    assert.equal(counts(rows, 'success/direct'), '3/8/2');
    assert.equal(counts(rows, 'success/two-hop'), '1/7/2');
    assert.equal(counts(rows, 'exploration/direct'), '2/2/2');
    assert.equal(counts(rows, 'exploration/two-hop'), '1/2/2');
  });

  it('leaves held-out questions out of all rows but their accuracy', () => {
    const train = [first, second].map((question) => asked({ question, sampled: [play(question, {})] }));
    const heldOut = [hop, otherHop].map((question) =>
      asked({ question, split: 'held-out', sampled: [play(question, { correct: true })] }),
    );
    const [without, with_] = [assayRows(train, options), assayRows([...train, ...heldOut], options)];
    assert.equal(counts(with_, 'accuracy/held-out'), '2/2/2');
    assert.deepEqual(
      with_.filter(({ id }) => !id.endsWith('/held-out')),
      without,
    );
  });

  it('counts an answer in format where the reward would, and where nothing pays for it any answer', () => {
    const bare = '<answer>valve 7</answer>';
    const questions = [
      asked({
        question: first,
        sampled: [
          play(first, {}),
          play(first, { text: bare }),
          play(first, { outcome: unanswered('no-action') }),
        ],
      }),
      asked({ question: second, sampled: [play(second, {})] }),
    ];
    assert.equal(counts(assayRows(questions, options), 'format'), '2/4/2');
    assert.equal(counts(assayRows(questions, { ...options, formatted: false }), 'format'), '3/4/2');
  });

  it('counts reading on the episodes that were handed the chunks', () => {
    const rows = assayRows(
      [
        asked({ question: first, handed: play(first, { correct: true }), greedy: play(first, {}) }),
        asked({ question: second, handed: play(second, {}), greedy: play(second, { correct: true }) }),
        asked({ question: hop, handed: play(hop, { correct: true }) }),
      ],
      options,
    );
    assert.equal(counts(rows, 'reading'), '2/3/3');
  });

  it('counts what follows each miss, and no decision that a limit took', () => {
    const sampled = [
      play(first, { found: [] }),
      play(first, { found: ['x'] }),
      play(first, { found: ['x', 'y', 'c1'] }),
      play(first, { found: ['c1', 'x'] }),
      play(first, { found: ['x', 'y'], outcome: unanswered('turn-limit') }),
      play(first, { found: ['x'], outcome: unanswered('token-limit') }),
      play(first, { found: ['x'], outcome: unanswered('truncated') }),
    ];
    const rows = assayRows(
      [
        asked({ question: first, sampled }),
        asked({ question: second, sampled: [play(second, { found: ['c2'] })] }),
        asked({ question: hop, sampled: [play(hop, { found: ['x', 'b'] })] }),
      ],
      options,
    );
    assert.equal(counts(rows, 'never-searches'), '1/9/3');
    // Misses: x; x, y; x after gold; x; x cut off by its turn; x before the bridge.
    assert.equal(counts(rows, 'again-after-miss'), '4/7/2');
  });

  it('counts a bridge as followed by another query, not by the same one', () => {
    const sampled = [
      play(hop, { found: ['b', 'c3'] }),
      play(hop, { found: ['b', 'x'] }),
      play(hop, { found: ['b', 'b'], queries: ['same', 'same'] }),
      play(hop, { found: ['c3'] }),
    ];
    const one = asked({ question: otherHop, sampled: [play(otherHop, { found: ['b'] })] });
    const rows = assayRows([asked({ question: hop, sampled }), one], options);
    // Bridges: two followed, a repeat and what followed it not, one answered at once.
    assert.equal(counts(rows, 'follows-bridge'), '2/5/2');
    assert.equal(counts(rows, 'again-after-miss'), '-/1/1');
  });

  it('says whether the estimate is within its aim, and leaves exploration of other samples without one', () => {
    const sampled = [true, false, false, false].map((correct) => play(first, { correct }));
    const questions = [
      asked({ question: first, sampled }),
      asked({ question: second, sampled: [...sampled] }),
    ];
    const within = (least: number, most: number, samples = 4): unknown[] => {
      const shares = { 'success/direct': [least, most], 'exploration/direct': [1, 1] } as const;
      const rows = assayRows(questions, { ...options, aims: { samples, shares } });
      return ['success/direct', 'exploration/direct'].map((id) => rows.find((row) => row.id === id)?.met);
    };
    assert.deepEqual(within(0.25, 0.5), [true, true]);
    assert.deepEqual(within(0, 0.24), [false, true]);
    assert.deepEqual(within(0.26, 1), [false, true]);
    assert.deepEqual(within(0, 1, 64), [true, null]);
    assert.ok(assayRows(questions, options).every(({ aim, met }) => aim === null && met === null));
  });

  it('has no ceiling for the format where nothing pays for it', () => {
    const questions = [first, second].map((question) =>
      asked({ question, sampled: [play(question, {}), play(question, {})] }),
    );
    const aims = { samples: 2, shares: { format: [0.95, 0.99] } } as const;
    const met = (formatted: boolean): unknown =>
      assayRows(questions, { samples: 2, formatted, aims }).find(({ id }) => id === 'format')?.met;
    assert.deepEqual([met(true), met(false)], [false, true]);
  });
});
