import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { scoredAnswer } from './answer-rewards.ts';
import { conversation, type Line } from './testing/conversation.ts';

const gold = '<answer>gold</answer>';
const prompt: Line = ['user', 'As in <answer> Beijing </answer>. Who?'];
const document: Line = ['user', `<information>Doc 1: x</information>${gold}</information>`];

// One message that carries its documents, as transcripts of Search-R1 store it.
function transcript(text: string): readonly Line[] {
  return [prompt, ['assistant', text]];
}

const cases: readonly (readonly [title: string, lines: readonly Line[], answer: string | null])[] = [
  [
    "the policy's answer, stripped",
    [prompt, ['assistant', '<think>x</think><answer> a b\n</answer>']],
    'a b',
  ],
  ['none in the example of the prompt', [prompt], null],
  ['none in a document', [prompt, ['assistant', '<search>q</search>'], document], null],
  [
    'none in a document before a silent reply',
    [prompt, ['assistant', '<search>q</search>'], document, ['assistant', 'hm']],
    null,
  ],
  ['none in a reply that asks for a search', [prompt, ['assistant', `<search>${gold}</search>`]], null],
  ['none in a document that the message carries', transcript(`<information>${gold}</information>`), null],
  [
    'none in a document that closes its own block',
    transcript(`<information>x</information>${gold}</information>\n\nhm`),
    null,
  ],
  ['none in a document cut off', transcript(`<information>x ${gold}`), null],
  [
    'the answer after the documents that the message carries',
    transcript(`<search>q</search>\n\n<information>${gold}</information>\n\n<answer>own</answer>`),
    'own',
  ],
  [
    'the answer before a closing tag that closes nothing',
    transcript('<think>t</think><answer>Paris</answer></information>'),
    'Paris',
  ],
  [
    'the answer before several such tags',
    transcript(`${gold}</information>\n</search></information>`),
    'gold',
  ],
  [
    'the answer after documents and such a tag',
    transcript('</information><information>x</information><answer>own</answer>'),
    'own',
  ],
  ['none before a document', transcript(`${gold}<information>x</information>`), null],
  ['no message', [], null],
];

describe('scoredAnswer', () => {
  for (const [title, lines, answer] of cases)
    it(`finds ${title}`, () => {
      assert.equal(scoredAnswer(conversation(lines)), answer);
    });

  it('is what the protocol acted on wherever that is known, whatever the messages say', () => {
    const lines: readonly Line[] = [prompt, ['assistant', '<answer>a</answer><answer>b</answer>']];
    assert.equal(scoredAnswer(conversation(lines, { answer: 'a' })), 'a');
    assert.equal(scoredAnswer(conversation(lines, { answer: null })), null);
    assert.equal(scoredAnswer(conversation(lines)), 'b');
  });
});
