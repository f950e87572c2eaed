import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { formatReward } from './format-reward.ts';
import { conversation } from './testing/conversation.ts';

const think = '<think>\nreasons\n</think>';
const answer = '<answer>\nan answer\n</answer>';
const search = '<search>a query</search>';

// Sketches and values: ReZero tests/test_rewards.py @20fb677, the line beside each.
const published: readonly (readonly [line: number, text: string, value: number])[] = [
  [74, `${think}\n${answer}`, 1],
  [88, `${think}\n${search}`, 1],
  [171, `<think>cars</think>\n<search> cars in a film </search>`, 1],
  [407, `<think>I need it</think>\n<search>query</search>`, 1],
  [182, '<think>it seems</think>\n<answer> Charger </answer>', 1],
  [414, '<think>I know</think>\n<answer>Final</answer>', 1],
  [98, `**<think>**\nreasons\n**</think>**\n${answer}`, 0],
  [98, `*<think>*\nreasons\n*</think>*\n${answer}`, 0],
  [98, `_<think>_\nreasons\n_</think>_\n${answer}`, 0],
  ...['information', 'info', 'Info', 'INFORMATION', 'INFO'].map(
    (name) => [133, `${think}\n<${name}>text</${name}>\n${answer}`, 0] as const,
  ),
  [152, `${think}\n${search}\n\nprose\n\n${search}\n\nprose\n\n${answer}`, 0],
  [193, `${answer}\n${think}`, 0],
  [193, `${search}\n${think}`, 0],
  [237, `${think}\n${answer}\n${answer}`, 0],
  [253, `<think>\nnot closed\n${answer}`, 0],
  [253, `${think}\n<answer>\nnot closed`, 0],
  [253, `not opened\n</think>\n${answer}`, 0],
  [400, `${think}\n${search}\n${answer}`, 0],
];

// Values: Python 3.11.7 with the rules of ReZero src/rewards.py:109-239 @20fb677.
const edges: readonly (readonly [title: string, text: string, value: number])[] = [
  ['several searches are one format', `${think}${search}${search}`, 1],
  ['a search with two answers passes', `${think}${search}${answer}${answer}`, 1],
  ['a second thought after the answer fails', `${think}${answer}${think}`, 0],
  ['text after the closing tag fails', `${think}${answer}.`, 0],
  ['surrounding white space is ignored', `\n\n${think}${answer}\u2003\x1c`, 1],
  ['a byte order mark is not white space', `${think}${answer}\ufeff`, 0],
  ['an information-like name may go on in any letters', `${think}<infoé>x</InfoBox>${answer}`, 0],
  ['Python ignores the case of a dotted capital I', `${think}<İnfo>x</ınfo>${answer}`, 0],
  ['an unclosed information tag passes', `${think}<information>${answer}`, 1],
  ['capital tags are no tags', `<THINK>x</THINK>${answer}`, 0],
  ['an empty body is a pair', '<think></think><answer></answer>', 1],
];

const published177 = /<[iıİ]nfo\w*>[\s\S]*?<\/[iıİ]nfo\w*>/iu;

describe('formatReward', () => {
  it('finds an information-like pair exactly where the published pattern does', () => {
    const piece = fc.constantFrom('<info', '</info', '<Information', '>', 'x', '<', '/');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = `${think}${pieces.join('')}${answer}`;
        assert.deepEqual(formatReward(conversation([['assistant', text]])), {
          value: published177.test(text) ? 0 : 1,
        });
      }),
    );
  });

  for (const [line, text, value] of published)
    it(`gives ${value} for test_rewards.py:${line}: ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.deepEqual(formatReward(conversation([['assistant', text]])), { value });
    });

  for (const [title, text, value] of edges)
    it(title, () => {
      assert.deepEqual(formatReward(conversation([['assistant', text]])), { value });
    });

  it('looks at the last message of the policy, whatever follows or precedes it', () => {
    const episode = conversation([
      ['assistant', 'no tags'],
      ['assistant', `${think}${search}`],
      ['user', '<information>x</information>'],
    ]);
    assert.deepEqual(formatReward(episode), { value: 1 });
  });

  it('is 0 when the policy wrote nothing', () => {
    assert.deepEqual(formatReward(conversation([['user', `${think}${answer}`]])), { value: 0 });
  });
});
