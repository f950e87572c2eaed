import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lastParagraphReward, wholeChunkReward } from './chunk-rewards.ts';
import { conversation, type Line } from './testing/conversation.ts';

const chunk = 'First paragraph.\n\nSecond paragraph.';

function info(role: string, text: string): Line {
  return [role, `<information>${text}</information>`];
}

// Values: the rule of ReZero src/rewards.py:349-403 @010957c.
const cases: readonly (readonly [title: string, lines: readonly Line[], value: number])[] = [
  ['the whole chunk', [info('user', chunk)], 1],
  ['the role ipython', [info('ipython', `Result 1:\n${chunk}\n------\n`)], 1],
  ['the role tool', [info('tool', chunk)], 0],
  ['its last paragraph alone', [info('user', 'Second paragraph.')], 0],
  [
    'its halves in two messages',
    [info('user', 'First paragraph.\n\n'), info('user', 'Second paragraph.')],
    0,
  ],
  ['another case', [info('user', chunk.toLowerCase())], 0],
  ["the policy's own words", [info('assistant', chunk)], 0],
  ['a prompt that quotes it', [['user', `read this: ${chunk}`]], 0],
  ['white space before the tag', [['user', ` \n<information>${chunk}`]], 1],
];

describe('wholeChunkReward', () => {
  for (const [title, lines, value] of cases)
    it(`gives ${value} for ${title}`, () => {
      assert.deepEqual(wholeChunkReward(conversation(lines, { chunkContent: chunk })), { value });
    });

  it('is 0 for a chunk known never to have been returned', () => {
    assert.deepEqual(wholeChunkReward(conversation([info('user', chunk)], { chunkContent: null })), {
      value: 0,
    });
  });

  it('is missing without the chunk', () => {
    assert.deepEqual(wholeChunkReward(conversation([info('user', chunk)])), {
      missing: 'field chunk_content',
    });
  });
});

function paragraphInfo(role: string, text: string): Line {
  return [role, `<information>${text}</information>`];
}

// Cases and values: ReZero tests/test_rewards.py @20fb677, the line beside each; edges: src/rewards.py:349-438.
const paragraphCases: readonly (readonly [
  title: string,
  lines: readonly Line[],
  required: readonly string[],
  value: number,
])[] = [
  [
    '301: the last paragraph came from a tool',
    [paragraphInfo('user', 'P1'), paragraphInfo('tool', 'P2')],
    ['P1', 'P2'],
    1,
  ],
  ['319: only the first paragraph came', [paragraphInfo('user', 'P1')], ['P1', 'P2'], 0],
  [
    '347a: any role of a result',
    [paragraphInfo('ipython', 'P1'), paragraphInfo('user', 'P2')],
    ['P1', 'P2'],
    1,
  ],
  ['347b: another paragraph', [paragraphInfo('user', 'P3')], ['P3', 'Px'], 0],
  ['347c: one paragraph', [paragraphInfo('tool', 'P4')], ['P4'], 1],
  [
    '376: white space around',
    [['ipython', '  <information>  P with spaces  </information>  ']],
    ['P with spaces'],
    1,
  ],
  ['case matters', [paragraphInfo('user', 'p2')], ['P2'], 0],
  ['an empty list', [paragraphInfo('user', 'P1')], [], 0],
  ['an empty paragraph, even without a result', [], [''], 1],
  [
    'a paragraph across two results',
    [paragraphInfo('user', 'P1'), paragraphInfo('user', 'P2')],
    ['</information>\n<information>P2'],
    1,
  ],
  ["the policy's own information", [paragraphInfo('assistant', 'P1')], ['P1'], 0],
  ['a prompt that mentions it', [['user', 'P1 <information></information>']], ['P1'], 0],
];

describe('lastParagraphReward', () => {
  for (const [title, lines, supportingParagraphs, value] of paragraphCases)
    it(`gives ${value} for ${title}`, () => {
      assert.deepEqual(lastParagraphReward(conversation(lines, { supportingParagraphs })), { value });
    });

  it('is missing without the paragraphs (337: an error there)', () => {
    assert.deepEqual(lastParagraphReward(conversation([paragraphInfo('user', 'P1')])), {
      missing: 'field supporting_paragraphs',
    });
  });
});
