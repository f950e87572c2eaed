import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  answerWordsReward,
  emReward,
  f1Reward,
  paddingWordsReward,
  scoredAnswer,
  subEmReward,
} from './answer-rewards.ts';
import { answered, conversation, type Line } from './testing/conversation.ts';

// Worked out by hand: 2 x shared / (words + words of the gold answer).
const f1Cases: readonly (readonly [
  title: string,
  answer: string | null,
  golds: readonly string[],
  value: number,
])[] = [
  ['the gold answer', 'The Odyssey.', ['odyssey'], 1],
  ['a wrong answer', 'Aquarius', ['Odyssey'], 0],
  ['half of the words', 'Jim Lovell', ['James Lovell'], 1 / 2],
  ['the best alias', 'Jim Lovell', ['James Lovell', 'Jim Lovell'], 1],
  ['a word repeated to cover more', 'tank tank tank', ['tank two'], 2 / 5],
  ['padding, which costs precision', 'Lovell Swigert Haise Mattingly', ['Haise'], 2 / 5],
  ['no answer', null, ['Odyssey'], 0],
  ['an empty answer', '', ['Odyssey'], 0],
];

describe('f1Reward', () => {
  for (const [title, answer, golds, value] of f1Cases)
    it(`gives ${value.toFixed(2)} for ${title}`, () => {
      assert.deepEqual(f1Reward(answered(answer, golds)), { value });
    });

  it('is missing, not 0, without a gold answer', () => {
    assert.ok('missing' in f1Reward(answered('Odyssey', [])));
  });
});

const emCases: readonly (readonly [
  title: string,
  answer: string | null,
  golds: readonly string[],
  value: number,
])[] = [
  ['equal up to case, article and punctuation', 'The Odyssey.', ['odyssey'], 1],
  ['a wrong answer', 'Aquarius', ['Odyssey'], 0],
  ['any alias', 'bus B', ['main bus B', 'Bus B'], 1],
  ['an answer that holds the gold answer', 'Odyssey or Aquarius', ['Odyssey'], 0],
  ['no answer', null, ['Odyssey'], 0],
];

describe('emReward', () => {
  for (const [title, answer, golds, value] of emCases)
    it(`gives ${value} for ${title}`, () => {
      assert.deepEqual(emReward(answered(answer, golds)), { value });
    });

  it('is missing, not 0, without a gold answer', () => {
    assert.ok('missing' in emReward(answered('Odyssey', [])));
  });
});

const subEmCases: readonly (readonly [
  title: string,
  answer: string | null,
  golds: readonly string[],
  value: number,
])[] = [
  ['the gold answer', 'the Odyssey', ['Odyssey'], 1],
  ['an answer that holds it among others', 'Aquarius, Odyssey, Kitty Hawk', ['Odyssey'], 1],
  ['any alias', 'it was bus B', ['main bus', 'Bus B.'], 1],
  ['a gold answer inside a word, as published', 'underground', ['round'], 1],
  ['part of the gold answer', 'Lovell', ['James Lovell'], 0],
  ['a wrong answer', 'Aquarius', ['Odyssey'], 0],
  ['no answer, even where the gold answer normalises to nothing', null, ['The'], 0],
];

describe('subEmReward', () => {
  for (const [title, answer, golds, value] of subEmCases)
    it(`gives ${value} for ${title}`, () => {
      assert.deepEqual(subEmReward(answered(answer, golds)), { value });
    });

  it('is missing, not 0, without a gold answer', () => {
    assert.ok('missing' in subEmReward(answered('Odyssey', [])));
  });
});

describe('answerWordsReward', () => {
  for (const [answer, value] of [
    ['Jim Lovell and Fred Haise', 5],
    ['the Odyssey, a module.', 2],
    ['bus bus', 2],
    ['fuel-cell', 1],
    [' . the ', 0],
    [null, 0],
  ] as const)
    it(`counts ${value} in ${JSON.stringify(answer)}, with or without a gold answer`, () => {
      assert.deepEqual(answerWordsReward(answered(answer, [])), { value });
      assert.deepEqual(answerWordsReward(answered(answer, ['bus'])), { value });
    });
});

// Counted by hand.
const paddingCases: readonly (readonly [
  title: string,
  answer: string | null,
  golds: readonly string[],
  value: number,
])[] = [
  ['the gold answer', 'The Odyssey.', ['Odyssey'], 0],
  ['three candidates beside the gold answer', 'Lovell, Swigert, Haise, Mattingly', ['Haise'], 3],
  ['the gold word repeated', 'Haise Haise Haise', ['Haise'], 2],
  ['every word of a wrong answer', 'command module', ['Odyssey'], 2],
  // F1 2/3 with one word shared, against 4/9 with two.
  [
    'the alias of the highest F1',
    'Lovell Haise',
    ['Lovell', 'Lovell Haise Swigert Mattingly Conrad Bean Gordon'],
    1,
  ],
  ['a gold answer inside a word', 'underground', ['round'], 1],
  ['no answer', null, ['Odyssey'], 0],
];

describe('paddingWordsReward', () => {
  for (const [title, answer, golds, value] of paddingCases)
    it(`counts ${value} for ${title}`, () => {
      assert.deepEqual(paddingWordsReward(answered(answer, golds)), { value });
    });

  it('is missing, not 0, without a gold answer', () => {
    assert.ok('missing' in paddingWordsReward(answered('Odyssey', [])));
  });
});

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
