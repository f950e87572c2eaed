import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lastParagraphReward } from './chunk-rewards.ts';
import { conversation, type Line } from './testing/conversation.ts';

function info(role: string, text: string): Line {
  return [role, `<information>${text}</information>`];
}

// Cases and values: ReZero tests/test_rewards.py @20fb677, the line beside each; edges: src/rewards.py:349-438.
const cases: readonly (readonly [
  title: string,
  lines: readonly Line[],
  required: readonly string[],
  value: number,
])[] = [
  ['301: the last paragraph came from a tool', [info('user', 'P1'), info('tool', 'P2')], ['P1', 'P2'], 1],
  ['319: only the first paragraph came', [info('user', 'P1')], ['P1', 'P2'], 0],
  ['347a: any role of a result', [info('ipython', 'P1'), info('user', 'P2')], ['P1', 'P2'], 1],
  ['347b: another paragraph', [info('user', 'P3')], ['P3', 'Px'], 0],
  ['347c: one paragraph', [info('tool', 'P4')], ['P4'], 1],
  [
    '376: white space around',
    [['ipython', '  <information>  P with spaces  </information>  ']],
    ['P with spaces'],
    1,
  ],
  ['case matters', [info('user', 'p2')], ['P2'], 0],
  ['an empty list', [info('user', 'P1')], [], 0],
  ['an empty paragraph, even without a result', [], [''], 1],
  [
    'a paragraph across two results',
    [info('user', 'P1'), info('user', 'P2')],
    ['</information>\n<information>P2'],
    1,
  ],
  ["the policy's own information", [info('assistant', 'P1')], ['P1'], 0],
  ['a prompt that mentions it', [['user', 'P1 <information></information>']], ['P1'], 0],
];

describe('lastParagraphReward', () => {
  for (const [title, lines, supportingParagraphs, value] of cases)
    it(`gives ${value} for ${title}`, () => {
      assert.deepEqual(lastParagraphReward(conversation(lines, { supportingParagraphs })), { value });
    });

  it('is missing without the paragraphs (337: an error there)', () => {
    assert.deepEqual(lastParagraphReward(conversation([info('user', 'P1')])), {
      missing: 'field supporting_paragraphs',
    });
  });
});
