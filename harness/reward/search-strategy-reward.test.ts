import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { searchStrategyReward } from './search-strategy-reward.ts';
import { conversation, type Line } from './testing/conversation.ts';

const start = policy('Let me look.', '<search>first query</search>');
const info: Line = ['user', '<information>some text</information>'];
const end = policy('Based on all of it, done.', '<answer>an answer</answer>');

function policy(thought: string, action: string): Line {
  return ['assistant', `<think>${thought}</think>\n${action}`];
}

const based = policy('Based on this, go on.', '<search>second query</search>');
const according = policy('According to this, go on.', '<search>third query</search>');

// Sketches and values: ReZero tests/test_rewards.py @20fb677, the line beside each.
const published: readonly (readonly [line: number, lines: readonly Line[], value: number])[] = [
  [463, [start, info, based, info, according, info, end], 1],
  [502, [start], 0.2],
  [517, [start, info, based, info, according], 0.6000000000000001],
  [
    544,
    [
      policy('Operators.', '<search>"exact phrase" site:edu</search>'),
      info,
      policy('Based on these, more results.', '<search>learning -basic filetype:pdf</search>'),
      info,
      policy('According to these findings, on.', '<search>AI AND "deep learning" OR "nets"</search>'),
    ],
    0.6000000000000001,
  ],
  [571, [['user', '<search>user search</search>'], start, ['system', '<think>system</think>']], 0.2],
  [588, [start, info, end], 0.6000000000000001],
];

// Values: Python 3.11.7 with the rules of ReZero src/rewards.py:441-571 @20fb677.
const edges: readonly (readonly [title: string, lines: readonly Line[], value: number])[] = [
  ['no message', [], 0],
  ['an answer without a search', [end], 0.4],
  ['an analysis word inside another word', [policy('baseds informational', '<answer>x</answer>')], 0],
  ['an analysis word next to a letter outside ASCII', [policy('éfrom', '<answer>x</answer>')], 0],
  ['an analysis word in capitals', [policy('FROM', '<answer>x</answer>')], 0.4],
  [
    'a search and an analysis in different messages',
    [start, info, policy('next', '<search>q</search>'), policy('found', '')],
    0.4,
  ],
  ['a result with an angle bracket', [start, ['user', '<information>a > b</information>'], based], 0.2],
  ['another message after the result', [start, info, ['user', 'go on'], based], 0.2],
  ['a result with the role tool', [start, ['tool', '<information>x</information>'], based], 0.2],
  ['a query with an angle bracket', [policy('look', '<search>a < b</search>')], 0],
];

const published506 =
  /<think>[^<>]*?\b(?:based|according|from|results?|found|shows?|provided|information)\b[^<>]*?<\/think>/i;

describe('searchStrategyReward', () => {
  it('finds an analysis exactly where the published pattern does', () => {
    const piece = fc.constantFrom('<think>', '</think>', 'from', 'found', ' ', 's', '<', '<THINK>');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `${pieces.join('')}<answer>x</answer><think>x</think>`;
        assert.deepEqual(searchStrategyReward(conversation([['assistant', text]])), {
          value: published506.test(text) ? 0.4 : 0,
        });
      }),
    );
  });

  for (const [line, lines, value] of published)
    it(`gives ${value} for test_rewards.py:${line}`, () => {
      assert.deepEqual(searchStrategyReward(conversation(lines)), { value });
    });

  for (const [title, lines, value] of edges)
    it(`gives ${value} for ${title}`, () => {
      assert.deepEqual(searchStrategyReward(conversation(lines)), { value });
    });
});
