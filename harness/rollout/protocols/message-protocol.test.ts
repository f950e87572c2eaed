import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { pythonStrip } from '../../core/python-text.ts';
import { rezeroProtocol } from './message-protocol.ts';
import type { Action } from './protocol.ts';

const full = rezeroProtocol({ prompt: 'instructions' });
const compact = rezeroProtocol({ prompt: 'compact' });

function parse(text: string, cutShort: 'truncated' | 'token-limit' | null = null): Action {
  return full.parse(full.keep(text), { cutShort, final: false });
}

describe('rezeroProtocol', () => {
  const cases: readonly (readonly [string, Action])[] = [
    ['<think>a</think><search>oxygen tank</search>', { kind: 'search', query: 'oxygen tank' }],
    ['<search>first</search> then <search> last </search>', { kind: 'search', query: ' last ' }],
    ['<search>q</search><answer>a</answer>', { kind: 'search', query: 'q' }],
    ['<answer>a</answer><search>q</search>', { kind: 'search', query: 'q' }],
    ['<search>two\nlines</search>', { kind: 'search', query: 'two\nlines' }],
    ['<search>a<search>b</search>', { kind: 'search', query: 'a<search>b' }],
    ['<search>open <answer>a</answer>', { kind: 'answer', answer: 'a' }],
    ['<answer>first</answer> <answer>\n last </answer>', { kind: 'answer', answer: 'last' }],
    // White space is Python's: a byte order mark is none, a file separator is.
    ['<answer>\ufeffa\ufeff</answer>', { kind: 'answer', answer: '\ufeffa\ufeff' }],
    ['<answer>\x1ca\x85</answer>', { kind: 'answer', answer: 'a' }],
    ['<search>\x1c</search>', { kind: 'end', reason: 'empty-query' }],
    ['<answer></answer>', { kind: 'answer', answer: '' }],
    ['<search> \n</search>', { kind: 'end', reason: 'empty-query' }],
    ['<search>q</search><search></search>', { kind: 'end', reason: 'empty-query' }],
    ['<answer>never closed', { kind: 'end', reason: 'no-action' }],
    ['<SEARCH>q</SEARCH> ＜answer＞a＜/answer＞', { kind: 'end', reason: 'no-action' }],
    ['', { kind: 'end', reason: 'no-action' }],
  ];
  for (const [text, action] of cases)
    it(`reads ${JSON.stringify(text)} as ${JSON.stringify(action)}`, () => {
      assert.deepEqual(parse(text), action);
    });

  it('names the limit that cut a text short, unless its action is complete', () => {
    assert.deepEqual(parse('<search>valv', 'truncated'), { kind: 'end', reason: 'truncated' });
    assert.deepEqual(parse('<search>valv', 'token-limit'), { kind: 'end', reason: 'token-limit' });
    assert.deepEqual(parse('<search>valve</search> and', 'truncated'), { kind: 'search', query: 'valve' });
  });

  it('shows results in the published block format', () => {
    const documents = ['One.', 'Two,\nlines.'].map((text) => ({ id: text, text, origin: 'chunk' as const }));
    assert.equal(
      full.observation(documents),
      '<information>Result 1:\nOne.\n------\nResult 2:\nTwo,\nlines.\n------\n</information>',
    );
    assert.equal(full.observation([]), '<information></information>');
  });

  it('asks with instructions that hold no answer and never name the information tag, or with the question alone', () => {
    const text = full.prompt('Who?');
    assert.ok(text.endsWith('\nQuestion: Who?'));
    assert.doesNotMatch(text, /<\/?information>/);
    for (const tag of ['<think>', '<search>', '<answer>']) assert.ok(text.includes(tag));
    assert.equal(compact.prompt('Who?'), 'Question: Who?');
    assert.notEqual(full.id, compact.id);
  });

  it('finds the last query among any noise of pieces, as a scan from the left would', () => {
    const piece = fc.constantFrom('<search>', '</search>', '<answer>', '</answer>', 'a', ' ', '\n', '<', '>');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = pieces.join('');
        const query = lastBody(text, 'search');
        const answer = lastBody(text, 'answer');
        const expected: Action =
          query === null
            ? answer === null
              ? { kind: 'end', reason: 'no-action' }
              : { kind: 'answer', answer: pythonStrip(answer) }
            : pythonStrip(query) === ''
              ? { kind: 'end', reason: 'empty-query' }
              : { kind: 'search', query };
        assert.deepEqual(parse(text), expected);
      }),
    );
  });
});

/** The same by index arithmetic, without a regular expression. */
function lastBody(text: string, tag: string): string | null {
  let body: string | null = null;
  let from = 0;
  for (;;) {
    const open = text.indexOf(`<${tag}>`, from);
    const close = open === -1 ? -1 : text.indexOf(`</${tag}>`, open);
    if (close === -1) return body;
    body = text.slice(open + tag.length + 2, close);
    from = close + tag.length + 3;
  }
}
