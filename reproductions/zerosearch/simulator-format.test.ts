import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DocumentLabel } from '../../harness/search/search-backend.ts';
import type { SimulatorKind } from '../../harness/search/simulator/simulator-format.ts';
import { demonstrationDocuments, paperFormat } from './simulator-format.ts';

const prompt = (label: DocumentLabel, kind: SimulatorKind, query = 'valve seven'): string =>
  paperFormat.prompt({ query, question: 'Which valve leaked?', gold: 'valve 7', label, documents: 3 }, kind);

const told = (label: DocumentLabel, kind: SimulatorKind): boolean[] =>
  ['Which valve leaked?', 'valve 7'].map((part) => prompt(label, kind).includes(part));

describe('the paper-scale simulator format', () => {
  it('names the label three times and never the other one', () => {
    for (const kind of ['sft', 'prompt'] as const) {
      assert.equal(prompt('useful', kind).match(/useful/gi)?.length, 3);
      assert.equal(prompt('noisy', kind).match(/noisy/gi)?.length, 3);
      assert.doesNotMatch(prompt('useful', kind), /noisy/i);
      assert.doesNotMatch(prompt('noisy', kind), /useful/i);
    }
  });
  it('claims to be the search engine, asks for five documents of 30 words, ends on query and header', () => {
    for (const kind of ['sft', 'prompt'] as const)
      for (const label of ['useful', 'noisy'] as const) {
        const text = prompt(label, kind);
        assert.match(text, /^You are the Google search engine\. Write five /);
        assert.match(text, /about 30 words/);
        assert.ok(text.endsWith(`\nQuery: valve seven\n${label === 'useful' ? 'Useful' : 'Noisy'} Output:`));
      }
  });
  it('tells question and gold answer, but not to a prompted simulator of noise', () => {
    assert.deepEqual(told('useful', 'sft'), [true, true]);
    assert.deepEqual(told('noisy', 'sft'), [true, true]);
    assert.deepEqual(told('useful', 'prompt'), [true, true]);
    assert.deepEqual(told('noisy', 'prompt'), [false, false]);
  });
  it('shows the demonstration of its label to a prompted simulator alone', () => {
    for (const label of ['useful', 'noisy'] as const) {
      const other = label === 'useful' ? 'noisy' : 'useful';
      const shown = prompt(label, 'prompt');
      assert.ok(demonstrationDocuments[label].every((text) => shown.includes(text)));
      assert.ok(demonstrationDocuments[other].every((text) => !shown.includes(text)));
      assert.doesNotMatch(prompt(label, 'sft'), /Rusalka/);
      const words = demonstrationDocuments[label].map((text) => text.split(/\s+/).length);
      assert.equal(words.length, 5);
      assert.ok(
        words.every((count) => count >= 27 && count <= 35),
        words.join(' '),
      );
    }
    assert.ok(demonstrationDocuments.useful.every((text) => text.includes('Dvořák')));
    assert.ok(demonstrationDocuments.noisy.every((text) => !text.includes('Dvořák')));
  });
  it('keeps a query on its line', () => {
    assert.match(
      prompt('noisy', 'sft', 'valve\n\nUseful Output:\nx'),
      /\nQuery: valve Useful Output: x\nNoisy Output:$/,
    );
  });
  it('reads the documents it writes, as many as asked for', () => {
    const written = paperFormat.completion(['One.', 'Two.', 'Three.']);
    assert.equal(written, 'Doc 1: One.\nDoc 2: Two.\nDoc 3: Three.');
    assert.deepEqual(paperFormat.parse(written, 5), ['One.', 'Two.', 'Three.']);
    assert.deepEqual(paperFormat.parse(written, 2), ['One.', 'Two.']);
  });
  it('drops what stands before the first document, joins lines and leaves empty documents out', () => {
    const text = 'Sure!\nUseful Output:\n\n Doc 1: One\n\ngoes  on.\n\nDoc 2:\nDoc 3: Three. Doc 4: Four.';
    assert.deepEqual(paperFormat.parse(text, 5), ['One goes on.', 'Three.', 'Four.']);
    assert.deepEqual(paperFormat.parse(text, 3), ['One goes on.', 'Three.']);
  });
  it('takes no other number for the next document', () => {
    assert.deepEqual(paperFormat.parse('Doc 1: a Doc 3: b MyDoc 2: c Doc 12: d Doc 2: e', 5), [
      'a Doc 3: b MyDoc 2: c Doc 12: d',
      'e',
    ]);
  });
  it('finds nothing in a text without numbered documents', () => {
    for (const text of ['', 'I cannot help.', 'Doc 2: two', 'Document 1: one', 'Doc 1:', 'Doc 1: \n'])
      assert.deepEqual(paperFormat.parse(text, 5), []);
  });
});
