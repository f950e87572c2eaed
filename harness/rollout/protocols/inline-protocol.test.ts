import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { searchR1Protocol } from './inline-protocol.ts';
import type { Action, ParseContext } from './protocol.ts';

const protocol = searchR1Protocol();

function parse(text: string, context: Partial<ParseContext> = {}): Action {
  return protocol.parse(protocol.keep(text), { cutShort: null, final: false, ...context });
}

function ended(text: string, context: Partial<ParseContext>): string {
  const action = parse(text, context);
  return action.kind === 'end' ? action.reason : action.kind;
}

describe('searchR1Protocol', () => {
  const cuts = [
    ['<think>t</think><search>q</search> <search>r</search>', '<think>t</think><search>q</search>'],
    ['<answer>a</answer> <search>q</search> x', '<answer>a</answer> <search>q</search>'],
    ['<answer>a</answer> <search>q', '<answer>a</answer>'],
    ['no tags at all', 'no tags at all'],
  ] as const;
  for (const [text, kept] of cuts)
    it(`keeps ${JSON.stringify(kept)} of ${JSON.stringify(text)}`, () => {
      assert.equal(protocol.keep(text), kept);
    });

  const actions: readonly (readonly [string, Action])[] = [
    ['<search>\n first </search><search>second</search>', { kind: 'search', query: 'first' }],
    ['<answer> a </answer><search>q</search>', { kind: 'answer', answer: 'a' }],
    ['<search>q</search><answer>a</answer>', { kind: 'search', query: 'q' }],
    // White space is Python's: a byte order mark is none, a file separator is.
    ['<answer>\ufeffa\x1c</answer>', { kind: 'answer', answer: '\ufeffa' }],
    ['<search>\ufeff</search>', { kind: 'search', query: '\ufeff' }],
    ['<search>\x85q\x1c</search>', { kind: 'search', query: 'q' }],
    ['<answer></answer>', { kind: 'answer', answer: '' }],
  ];
  for (const [text, action] of actions)
    it(`reads ${JSON.stringify(text)} as ${JSON.stringify(action)}`, () => {
      assert.deepEqual(parse(text), action);
    });

  it('corrects a turn without a usable action', () => {
    for (const text of [
      '',
      'I think so',
      '<search>open',
      '<search>q</answer> <answer>a</answer>',
      '<SEARCH>q</SEARCH>',
      '<search> </search>',
    ]) {
      const action = parse(text);
      assert.ok(action.kind === 'invalid', text);
      assert.match(action.correction, /^\n[^\n]+<search>[^\n]+<answer>[^\n]+\n$/);
    }
    assert.equal(parse('<search>open', { cutShort: 'truncated' }).kind, 'invalid');
  });

  it('ends where no correction could be read', () => {
    assert.equal(ended('I think so', { final: true }), 'no-action');
    assert.equal(ended('<search>open', { final: true, cutShort: 'truncated' }), 'truncated');
    assert.equal(ended('<search> </search>', { final: true }), 'empty-query');
    assert.equal(ended('<search>open', { cutShort: 'token-limit' }), 'token-limit');
  });

  it('shows documents between blank lines', () => {
    const documents = [' One.', 'Two.\n'].map((text) => ({ id: text, text, origin: 'chunk' as const }));
    assert.equal(
      protocol.observation(documents),
      '\n\n<information>Doc 1:  One.\nDoc 2: Two.</information>\n\n',
    );
  });

  it('asks with a question mark and an example answer', () => {
    assert.ok(protocol.prompt(' Who leaked ').endsWith('Question: Who leaked?\n'));
    assert.ok(protocol.prompt('Who?').endsWith('Question: Who?\n'));
    assert.match(protocol.prompt('Who?'), /<answer> Beijing <\/answer>/);
  });

  it('names its switches in its id', () => {
    const ids = [true, false].flatMap((executeFinalSearch) =>
      [true, false].map((stopOnTags) => searchR1Protocol({ executeFinalSearch, stopOnTags }).id),
    );
    assert.equal(new Set(ids).size, 4);
    assert.equal(protocol.id, 'search-r1');
  });

  it('reads the same action from a kept text as from the text it was kept of, and keeps it whole', () => {
    const piece = fc.constantFrom('<search>', '</search>', '<answer>', '</answer>', 'a', ' ', '\n', '<', '>');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = pieces.join('');
        const kept = protocol.keep(text);
        assert.ok(text.startsWith(kept));
        assert.equal(protocol.keep(kept), kept);
        assert.equal(kept.split('</search>').length <= 2, true);
      }),
    );
  });
});
