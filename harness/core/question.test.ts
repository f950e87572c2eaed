import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { paragraphsOf } from './question.ts';

describe('the paragraphs of a chunk', () => {
  // Python 3: [p.strip() for p in text.split("\n\n") if p.strip()]
  const cases: readonly (readonly [text: string, paragraphs: readonly string[]])[] = [
    ['One.\n\nTwo.', ['One.', 'Two.']],
    ['One.\n \nTwo.', ['One.\n \nTwo.']],
    ['One.\n\n\nTwo.\n\n\n\nThree.', ['One.', 'Two.', 'Three.']],
    [' One. \n\n\t\n\n\x1cTwo.\x85', ['One.', 'Two.']],
    ['One.\n\n\ufeff', ['One.', '\ufeff']],
    ['One.\r\n\r\nTwo.', ['One.\r\n\r\nTwo.']],
    ['', []],
  ];
  for (const [text, paragraphs] of cases)
    it(`are ${JSON.stringify(paragraphs)} of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(paragraphsOf(text), paragraphs);
    });
});
