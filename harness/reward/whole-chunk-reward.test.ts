import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { wholeChunkReward } from './chunk-rewards.ts';
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
