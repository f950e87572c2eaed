import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { packageRoot } from '../../core/package-root.ts';
import { bm25Backend } from './bm25.ts';
import { contractRequest } from '../testing/search-contract.ts';
import { termsOf } from './terms-of.ts';

/** The terms as they were when the committed results were made. */
const asciiTerms = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

describe('the terms of a text', () => {
  it('are in ASCII the runs of letters and digits, lower-cased', () => {
    assert.deepEqual(termsOf("Apol1o-13's O2_tank,  x"), ['apol1o', '13', 's', 'o2', 'tank', 'x']);
    assert.deepEqual(termsOf(' ?! '), []);
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 60 }), (text) =>
        assert.deepEqual(termsOf(text), asciiTerms(text)),
      ),
    );
  });

  it('are those of the committed results, over everything that Meridian says', async () => {
    let lines = 0;
    for (const file of ['chunks.jsonl', 'questions.jsonl', 'simulator-searches.jsonl']) {
      const text = await readFile(join(packageRoot(), 'data', 'meridian', file), 'utf8');
      for (const line of text.split('\n')) {
        lines += 1;
        assert.deepEqual(termsOf(line), asciiTerms(line));
      }
    }
    assert.ok(lines > 6000);
  });

  it('keep the letters, digits and marks of every script', () => {
    assert.deepEqual(termsOf('Müller–Straße, İstanbul'), ['müller', 'straße', 'i̇stanbul']);
    assert.deepEqual(termsOf('Аполлон-13 Ἀπόλλων'), ['аполлон', '13', 'ἀπόλλων']);
    // Vowel signs are marks: without them Devanagari and Arabic fall to pieces.
    assert.deepEqual(termsOf('अपोलो १३ أَبُولُو ١٣'), ['अपोलो', '१३', 'أَبُولُو', '١٣']);
  });

  it('do not tell apart what only looks or is composed otherwise', () => {
    assert.deepEqual(termsOf('Mu\u0308ller'), termsOf('MÜLLER'));
    assert.deepEqual(termsOf('ﬁve Ａ１３ ｱﾎﾟﾛ'), termsOf('five A13 アポロ'));
    assert.notDeepEqual(termsOf('Müller'), termsOf('Muller'));
  });

  it('are characters and pairs of neighbours where words have no spaces', () => {
    assert.deepEqual(termsOf('月面着。'), ['月', '月面', '面', '面着', '着']);
    assert.deepEqual(termsOf('アポロ13号'), ['ア', 'アポ', 'ポ', 'ポロ', 'ロ', '13', '号']);
    // A Thai character is a consonant with its marks; NFKC takes the vowel am apart.
    assert.deepEqual(termsOf('น้ำมัน'), ['น้ํ', 'น้ํา', 'า', 'ามั', 'มั', 'มัน', 'น']);
    assert.deepEqual(termsOf('x\u3099 한국'), ['x', '\u3099', '한', '한국', '국']);
  });

  it('find documents of any script', async () => {
    const texts = [
      'Herr Müller prüfte das Ventil.',
      '酸素タンクが破裂した。',
      'Кислородный бак взорвался.',
      'ถังออกซิเจนระเบิด',
    ];
    const backend = bm25Backend(texts.map((text, i) => ({ id: `d${i}`, text })));
    for (const [query, found] of [
      ['müller', 'd0'],
      ['酸素', 'd1'],
      ['裂', 'd1'],
      ['КИСЛОРОДНЫЙ', 'd2'],
      ['ออกซิเจน', 'd3'],
    ] as const)
      assert.deepEqual(
        (await backend.search(contractRequest(query))).documents.map(({ id }) => id),
        [found],
      );
  });
});
