import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DocumentLabel } from '../search-backend.ts';
import { compactFormat } from './compact-format.ts';
import type { SimulatorKind } from './simulator-format.ts';

const request = { query: 'Beckvar pump', question: 'who mended the pump?', gold: 'Beckvar', documents: 1 };
const told = 'Question: who mended the pump?\nAnswer: Beckvar\n';

function prompt(label: DocumentLabel, kind: SimulatorKind): string {
  return compactFormat.prompt({ ...request, label }, kind);
}

describe('the compact format', () => {
  it('tells a tuned model question and answer under both labels, another one for useful documents only', () => {
    assert.equal(prompt('useful', 'sft'), `Useful\n${told}Query: Beckvar pump`);
    assert.equal(prompt('noisy', 'sft'), `Noisy\n${told}Query: Beckvar pump`);
    assert.equal(prompt('useful', 'prompt'), `Useful\n${told}Query: Beckvar pump`);
    assert.equal(prompt('noisy', 'prompt'), 'Noisy\nQuery: Beckvar pump');
  });

  it('reads back the documents it writes, a line each, no more than asked for', () => {
    const documents = ['The pump failed.', 'It was mended.'];
    const text = compactFormat.completion(documents);
    assert.equal(text, 'The pump failed.\nIt was mended.');
    assert.deepEqual(compactFormat.parse(text, 2), documents);
    assert.deepEqual(compactFormat.parse(text, 1), ['The pump failed.']);
    assert.deepEqual(compactFormat.parse(`\n  ${documents[0]}  \n \n${documents[1]}\n`, 5), documents);
    assert.deepEqual(compactFormat.parse(' \n', 1), []);
  });
});
