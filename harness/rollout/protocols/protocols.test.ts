import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Protocol } from './protocol.ts';
import { protocolOf, type ProtocolSpec, protocolSpec } from './protocols.ts';

const rezero = { kind: 'rezero', prompt: 'instructions' } as const;
const searchR1 = { kind: 'search-r1', prompt: 'compact' } as const;
const correction = 'nothing to search';

const problems = (spec: unknown): string[] =>
  protocolSpec.safeParse(spec).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ??
  [];

const acts = (protocol: Protocol, text: string): string => {
  const action = protocol.parse(protocol.keep(text), { cutShort: null, final: false });
  return action.kind === 'invalid' ? action.correction : JSON.stringify(action);
};

describe('protocolSpec', () => {
  it('takes each protocol with its own settings', () => {
    const specs: readonly ProtocolSpec[] = [
      rezero,
      { ...searchR1, executeFinalSearch: true, stopOnTags: false },
      { kind: 'without-search', of: searchR1, correction },
    ];
    for (const spec of specs) assert.deepEqual(protocolSpec.parse(spec), spec);
  });

  it('refuses settings that the protocol does not have, and protocols that there are not', () => {
    assert.deepEqual(problems({ ...rezero, stopOnTags: true }), [': Unrecognized key: "stopOnTags"']);
    assert.deepEqual(problems({ ...searchR1, topK: 1 }), [': Unrecognized key: "topK"']);
    assert.match(problems({ ...rezero, prompt: 'long' }).join(), /^prompt: .*"instructions"\|"compact"/u);
    assert.match(problems({ kind: 'react' }).join(), /^kind: .*'rezero'.*'without-search'/u);
    const around = { kind: 'without-search', of: searchR1, correction };
    assert.match(problems({ ...around, of: around }).join(), /^of\.kind: (?!.*without-search).*'rezero'/u);
    assert.deepEqual(problems({ ...around, of: { ...searchR1, x: 1 } }), ['of: Unrecognized key: "x"']);
    assert.match(problems({ ...around, correction: '' }).join(), /^correction: Too small/u);
  });
});

describe('protocolOf', () => {
  it("makes ReZero's with the prompt that is named", () => {
    const compact = protocolOf({ ...rezero, prompt: 'compact' });
    assert.equal(compact.prompt('Who?'), 'Question: Who?');
    assert.match(protocolOf(rezero).prompt('Who?'), /^Find the answer/u);
    // The last search counts, each observation is a message of its own.
    const two = '<search>a</search><search>b</search>';
    assert.deepEqual(
      [acts(compact, two), compact.observationAs],
      ['{"kind":"search","query":"b"}', 'message'],
    );
    assert.notEqual(compact.id, protocolOf(rezero).id);
  });

  it("makes Search-R1's with its switches", () => {
    const plain = protocolOf(searchR1);
    assert.deepEqual([plain.id, plain.finalGeneration], ['search-r1-compact', 'without-search']);
    assert.deepEqual(plain.stopStrings, ['</search>', '</answer>']);
    // The first search counts, observations go on in the message.
    const two = '<search>a</search><search>b</search>';
    assert.deepEqual(
      [acts(plain, two), plain.observationAs],
      ['{"kind":"search","query":"a"}', 'continuation'],
    );
    const published = protocolOf({
      kind: 'search-r1',
      prompt: 'instructions',
      executeFinalSearch: true,
      stopOnTags: false,
    });
    assert.equal(published.id, 'search-r1+final-search+no-stop-strings');
    assert.deepEqual([published.stopStrings, published.finalGeneration], [[], 'with-search']);
    assert.match(published.prompt('Who?'), /<answer> Beijing <\/answer>/u);
  });

  it('makes one without search of either, which corrects a search and lets an answer pass', () => {
    for (const of of [rezero, searchR1]) {
      const inner = protocolOf(of);
      const protocol = protocolOf({ kind: 'without-search', of, correction });
      assert.equal(protocol.id, `${inner.id}-without-search`);
      assert.equal(protocol.prompt('Who?'), inner.prompt('Who?'));
      assert.equal(protocol.observationAs, inner.observationAs);
      assert.equal(acts(protocol, '<search>a</search>'), correction);
      assert.equal(acts(protocol, '<answer>a</answer>'), '{"kind":"answer","answer":"a"}');
    }
  });
});
