import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace, type Trace } from '../harness/baseline/testing/play-baseline.ts';
import mcts from './mcts.ts';
import { type Action, actionsAfter } from './parts/airrag-actions.ts';

const finds = {
  'Who led Apollo 13?': ['Jim Lovell led it.'],
  'commander of Apollo 13': ['Its commander was Lovell.'],
};

/** Says the same by each action, and answers from what it was shown. */
const says: Trace['says'] = ({ promptText }) => {
  const shown = promptText.includes('Jim Lovell led it') ? 'Jim Lovell' : 'Lovell';
  const read = promptText.includes('Result 1');
  if (promptText.endsWith(' need')) return ' the leader\n';
  if (promptText.endsWith('<search>')) return ' commander of Apollo 13</search>';
  if (promptText.endsWith(' result')) return ` shows ${shown}\nunread`;
  return read ? ` ${shown}</answer>` : 'Haise</answer>';
};

function after(...actions: Action[]): readonly Action[] {
  return actionsAfter(
    actions.map((action) => ({ action })),
    { maxReads: 2 },
  );
}

function sorted(conversations: readonly unknown[]): string[] {
  return conversations.map((one) => JSON.stringify(one)).toSorted();
}

const small = { maxReads: 1, topK: 1 };

describe('tree search over actions', () => {
  it('lets analysis and direct answer only follow the question, and reads as often as it may', () => {
    assert.deepEqual(after(), ['analyse', 'answer', 'retrieve', 'transform']);
    assert.deepEqual(after('analyse'), ['retrieve', 'transform']);
    assert.deepEqual(after('answer'), ['summarise']);
    assert.deepEqual(after('transform'), ['retrieve']);
    assert.deepEqual(after('transform', 'retrieve'), ['transform', 'summarise']);
    assert.deepEqual(after('retrieve', 'transform', 'retrieve'), ['summarise']);
    assert.deepEqual(after('answer', 'summarise'), []);
  });

  /*
   * By hand: with one retrieval a path the tree has five ends, by analysis and retrieval (1), analysis, transformation and
   * retrieval (2), direct answer (3), retrieval (4), transformation and retrieval (5). Four rollouts try the four actions
   * at the root; every reward is 1, so that the fifth goes where UCT ties, to the first child, and there to what is left.
   * Answers: Jim Lovell, Lovell, Haise, Jim Lovell, Lovell. Agreement of `Jim Lovell`: (0.5 + 0 + 1 + 0.5) / 4 = 0.5, of
   * `Lovell` as much, of `Haise` 0; the first is chosen.
   */
  it('expands all actions, plays paths to their end and chooses the answer that agrees best', async () => {
    const { turns, branches, searches, outcome } = await playTrace(mcts, {
      says,
      finds,
      settings: { ...small, rollouts: 5 },
    });
    const asked = 'prompt: Question: Who led Apollo 13?';
    const read = 'prompt: Result 1:\nJim Lovell led it.\n------\nQuestion: Who led Apollo 13?';
    const other = 'prompt: Result 1:\nIts commander was Lovell.\n------\nQuestion: Who led Apollo 13?';
    const rewritten = '\nQuestion: commander of Apollo 13';
    assert.deepEqual(branches?.slice(0, 4).map(lines), [
      [asked, 'written:  need', 'policy:  the leader\n'],
      [asked, 'written: <answer>', 'policy: Haise</answer>'],
      [read, 'written:  result', 'policy:  shows Jim Lovell\n'],
      [asked, 'written: <search>', 'policy:  commander of Apollo 13</search>'],
    ]);
    const rest = (branches ?? []).slice(4).map(lines);
    const summaries = [
      [`${read}\n need the leader\n result shows Jim Lovell`, ' Jim Lovell'],
      [`${other}\n need the leader${rewritten}\n result shows Lovell`, ' Lovell'],
      [`${asked}\n match Haise`, 'Haise'],
      [`${read}\n result shows Jim Lovell`, ' Jim Lovell'],
      [`${other}${rewritten}\n result shows Lovell`, ' Lovell'],
    ].map(([prompt, answer]) => [prompt, 'written: <answer>', `policy: ${answer}</answer>`]);
    const readings = [
      [`${read}\n need the leader`, 'written:  result', 'policy:  shows Jim Lovell\n'],
      [`${asked}\n need the leader`, 'written: <search>', 'policy:  commander of Apollo 13</search>'],
      [`${other}\n need the leader${rewritten}`, 'written:  result', 'policy:  shows Lovell\n'],
      [`${other}${rewritten}`, 'written:  result', 'policy:  shows Lovell\n'],
    ];
    assert.deepEqual(sorted(rest), sorted([...summaries, ...readings]));
    // At the root, and behind the analysis, for the question; behind each transformation for its query.
    assert.deepEqual(searches.map(({ query }) => query).toSorted(), [
      'Who led Apollo 13?',
      'Who led Apollo 13?',
      'commander of Apollo 13',
      'commander of Apollo 13',
    ]);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Jim Lovell' });
    assert.deepEqual(lines(turns), [asked, 'written: <answer>Jim Lovell</answer>']);
  });

  it('draws several texts of an action and keeps each once', async () => {
    const plans = [' the leader', ' the crew', ' the leader'];
    const { branches } = await playTrace(mcts, {
      says: (request) =>
        request.promptText === '<|user|>Question: Who led Apollo 13?<|end|><|assistant|> need'
          ? (plans.pop() ?? '')
          : says(request),
      finds,
      settings: { ...small, planSamples: 3, rollouts: 12 },
    });
    const notes = (branches ?? []).flatMap(
      ([prompt]) => /\n need (.*)$/u.exec(prompt?.text ?? '')?.[1] ?? [],
    );
    assert.deepEqual(new Set(notes), new Set(['the leader', 'the crew']));
    const rewrites = (branches ?? []).filter(([, cue]) => cue?.text === '<search>');
    // Three at the root and three behind each of the two plans.
    assert.equal(rewrites.length, 9);
  });

  it('has a last summary made of all answers where it is to', async () => {
    const { turns, outcome } = await playTrace(mcts, {
      says: (request) => (request.promptText.includes(' match Jim Lovell') ? 'both</answer>' : says(request)),
      finds,
      settings: { ...small, rollouts: 5, choose: 'summary' },
    });
    assert.deepEqual(lines(turns), [
      'prompt: Question: Who led Apollo 13?\n match Jim Lovell\n match Lovell\n match Haise',
      'written: <answer>',
      'policy: both</answer>',
    ]);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'both' });
  });

  it('trusts its verifier where it is to', async () => {
    const { branches, outcome } = await playTrace(mcts, {
      says,
      likely: (shown) => (shown.endsWith('> Haise') ? { match: 0.6, no: 0.3 } : { match: 0.2, no: 0.7 }),
      finds,
      settings: { ...small, rollouts: 5, choose: 'verifier' },
    });
    assert.deepEqual(lines(branches?.at(-3) ?? []), [
      'prompt: Question: Who led Apollo 13?\n match Haise',
      'written:  Haise',
      'policy: match',
    ]);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Haise' });
  });

  it('asks in words where the policy reads instructions', async () => {
    const { branches } = await playTrace(mcts, { says, finds, wording: 'instructions' });
    const [plan, direct, find, query] = (branches ?? []).map(lines);
    assert.match(plan?.[0] ?? '', /which facts are needed.*\nQuestion: Who led Apollo 13\?$/u);
    assert.match(direct?.[0] ?? '', /from what you know/u);
    assert.match(find?.[0] ?? '', /^prompt: Doc 1: Jim Lovell led it\.\nFrom the passages above/u);
    assert.match(query?.[0] ?? '', /next query/u);
  });
});
