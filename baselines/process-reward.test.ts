import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lines, playTrace, type Trace } from '../harness/baseline/testing/play-baseline.ts';
import processReward from './process-reward.ts';

const finds = { crew: ['Haise flew.'], leader: ['Lovell led it.'] };
const crew = '<search>crew</search>';
const leader = '<search>leader</search>';
const haise = '<think>he flew</think><answer>Haise</answer>';
const lovell = '<answer>Lovell</answer>';

/** Chances that the PRM gives a step by what it is about. */
function likely(chances: Readonly<Record<string, number>>): NonNullable<Trace['likely']> {
  return (shown) => {
    const subject = shown.slice(shown.lastIndexOf('> ') + 2);
    const match = chances[subject] ?? 0.5;
    return { match, no: 1 - match };
  };
}

const asked = 'Question: Who led Apollo 13?';
const found = '<information>Result 1:\nLovell led it.\n------\n</information>';

describe('a process reward model', () => {
  /*
   * By hand, two candidates that look two steps ahead. The first searches for the crew and answers Haise: log odds 0 and
   * ln(0.2 / 0.8) = -1.386, which falls, so 0 + 0.5 (-1.386) = -0.693 or 1/3. The second searches for the leader and answers
   * Lovell: 0.405 and 2.197, so 0.405 + 0.5 1.792 = 1.301 or 0.786. Its search is taken. Then Haise has 0.2 and Lovell 0.9.
   */
  it('takes the step that it likes best in view of what follows', async () => {
    const { turns, branches, searches, outcome } = await playTrace(processReward, {
      says: [crew, haise, leader, lovell, haise, lovell],
      likely: likely({ crew: 0.5, Haise: 0.2, leader: 0.6, Lovell: 0.9 }),
      finds,
      settings: { candidates: 2, lookAhead: 2 },
    });
    assert.deepEqual(
      branches?.map((one) => lines(one).slice(1)),
      [
        [
          `policy: ${crew}`,
          'observation: <information>Result 1:\nHaise flew.\n------\n</information>',
          `policy: ${haise}`,
        ],
        [`policy: ${leader}`, `observation: ${found}`, `policy: ${lovell}`],
        ['written:  crew', 'policy: match'],
        ['written:  Haise', 'policy: no'],
        ['written:  leader', 'policy: match'],
        ['written:  Lovell', 'policy: match'],
        [`written: ${leader}`, `observation: ${found}`, `policy: ${haise}`],
        [`written: ${leader}`, `observation: ${found}`, `policy: ${lovell}`],
        ['written:  Haise', 'policy: no'],
        ['written:  Lovell', 'policy: match'],
      ],
    );
    // What it is shown of the steps has no tags.
    assert.equal(
      branches?.[8]?.[0]?.text,
      `${asked}\nleader\nResult 1:\nLovell led it.\n------\nhe flewHaise`,
    );
    assert.deepEqual(lines(turns), [
      `prompt: ${asked}`,
      `written: ${leader}`,
      `observation: ${found}`,
      `written: ${lovell}`,
    ]);
    assert.equal(searches.length, 2);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Lovell' });
  });

  it('has a step that is below the threshold criticised and taken again, and takes that one unasked', async () => {
    const { turns, branches, outcome } = await playTrace(processReward, {
      says: [crew, ' ask for the leader\n', leader, lovell],
      likely: likely({ crew: 0.2, Lovell: 0.9 }),
      finds,
      settings: { candidates: 1, lookAhead: 1 },
    });
    const poor = `${asked}\ncrew\nResult 1:\nHaise flew.\n------\nno match`;
    assert.deepEqual(branches?.slice(2, 4).map(lines), [
      [`prompt: ${poor}`, 'policy:  ask for the leader\n'],
      [`prompt: ${poor} ask for the leader`, `policy: ${leader}`, `observation: ${found}`],
    ]);
    assert.deepEqual(lines(turns).slice(1), [
      `written: ${leader}`,
      `observation: ${found}`,
      `written: ${lovell}`,
    ]);
    // Candidate, verdict, critique and second try of the first step; candidate and verdict of the answer.
    assert.equal(branches?.length, 6);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Lovell' });
  });

  it('accepts a step at the threshold, and keeps a poor one that is not mended', async () => {
    const settings = { candidates: 1, lookAhead: 1 };
    const chances = { Haise: 0.26 };
    const accepted = await playTrace(processReward, { says: [haise], likely: likely(chances), settings });
    assert.equal(accepted.branches?.length, 2);
    const kept = await playTrace(processReward, {
      says: [haise, 'hm', 'no action'],
      likely: likely({ Haise: 0.24 }),
      settings,
    });
    assert.deepEqual(kept.outcome, { kind: 'answered', answer: 'Haise' });
  });

  it('looks one step ahead once more than three are taken, and asks for a summary where none answers', async () => {
    const { branches, searches, turns, outcome } = await playTrace(processReward, {
      says: [...Array.from({ length: 4 * 3 + 1 }, () => leader), 'Lovell</answer>'],
      likely: likely({}),
      finds,
      settings: { candidates: 1 },
    });
    // Three ahead for each of the first four steps, one for the fifth.
    assert.equal(searches.length, 4 * 3 + 1);
    const written = (branches ?? []).filter(
      ([, first]) => first?.text === leader && first.role === 'written',
    );
    assert.equal(written.length, 4);
    assert.deepEqual(lines(turns).slice(-2), ['written: <answer>', 'policy: Lovell</answer>']);
    assert.deepEqual(outcome, { kind: 'answered', answer: 'Lovell' });
  });

  it('has no answer where the policy takes no step', async () => {
    const { outcome } = await playTrace(processReward, { says: () => 'hm', likely: likely({}) });
    assert.deepEqual(outcome, { kind: 'unanswered', reason: 'no-action' });
  });

  it('asks in words where the policy reads instructions', async () => {
    const { branches } = await playTrace(processReward, {
      says: [haise, 'Poor.', lovell],
      likely: () => ({ yes: 0.1, no: 0.9 }),
      wording: 'instructions',
      settings: { candidates: 1, lookAhead: 1 },
    });
    const [, verdict, critique, again] = (branches ?? []).map(lines);
    assert.match(
      verdict?.[0] ?? '',
      /single word yes or no\.\n\nQuestion: Who led Apollo 13\?\nhe flewHaise$/u,
    );
    assert.match(critique?.[0] ?? '', /its score is 0\.10 of 1/u);
    assert.match(again?.[0] ?? '', /Advice: Poor\.$/u);
  });
});
