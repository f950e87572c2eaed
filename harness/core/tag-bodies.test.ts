import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { firstTagPair, tagBodies } from './tag-bodies.ts';

describe('the bodies of tags', () => {
  it('run from each opening tag to the nearest closing one, unstripped, any character', () => {
    assert.deepEqual(tagBodies('<search> a\n</search>x<search></search>', 'search'), [' a\n', '']);
    assert.deepEqual(tagBodies('</search><search>a<search>b</search>c</search>', 'search'), ['a<search>b']);
    assert.deepEqual(tagBodies('<Search>a</Search><search>b', 'search'), []);
  });

  it("are those of the authors' pattern, for any text", () => {
    const piece = fc.constantFrom(
      '<think>',
      '</think>',
      '<search>',
      '</search>',
      '<',
      'think>',
      '/',
      'x',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const pattern = /<think>([\s\S]*?)<\/think>/g;
        const expected = Array.from(text.matchAll(pattern), ([, body]) => body);
        assert.deepEqual(tagBodies(text, 'think'), expected);
      }),
    );
  });

  it('begin with the pair that opens first, of any of the tags asked for', () => {
    const piece = fc.constantFrom('<search>', '</search>', '<answer>', '</answer>', '<', 'a', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const [, tag, body] = /<(search|answer)>([\s\S]*?)<\/\1>/.exec(text) ?? [];
        assert.deepEqual(firstTagPair(text, ['answer', 'search']), tag === undefined ? null : { tag, body });
      }),
    );
  });

  it('take linear time where no tag is ever closed', () => {
    const started = performance.now();
    assert.deepEqual(tagBodies('<think>'.repeat(300_000), 'think'), []);
    assert.ok(performance.now() - started < 1000);
  });
});
