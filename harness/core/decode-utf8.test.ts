import assert from 'node:assert/strict';
import { assert as check, property, string } from 'fast-check';
import { describe, it } from 'mocha';
import { decodeUtf8 } from './decode-utf8.ts';

const place = { file: 'a.jsonl' };

describe('text from UTF-8 bytes', () => {
  it('is the text that was encoded', () => {
    check(
      property(string({ unit: 'grapheme' }), (text) => {
        assert.equal(decodeUtf8(new TextEncoder().encode(`-${text}`), place), `-${text}`);
      }),
    );
  });

  it('has no byte order mark at the start of a file, and keeps one elsewhere', () => {
    const marked = Buffer.from('\uFEFFx\uFEFF');
    assert.equal(decodeUtf8(marked, place), 'x\uFEFF');
    assert.equal(decodeUtf8(marked, { ...place, firstLine: 2 }), '\uFEFFx\uFEFF');
  });

  it('may hold the replacement character itself', () => {
    assert.equal(decodeUtf8(Buffer.from('a\uFFFDb'), place), 'a\uFFFDb');
  });

  it('is refused with file, line and byte where a byte is not UTF-8', () => {
    for (const [bytes, message] of [
      [Buffer.from('Beyonc\xe9', 'latin1'), 'a.jsonl:1: byte 7 of the line (0xe9)'],
      [Buffer.from('Beyonc\xe9", "', 'latin1'), 'a.jsonl:1: byte 7 of the line (0xe9)'],
      [Buffer.from('a\n\xff', 'latin1'), 'a.jsonl:2: byte 1 of the line (0xff)'],
      [Buffer.from('one\ntwo\nth\x80ree\n', 'latin1'), 'a.jsonl:3: byte 3 of the line (0x80)'],
      // A character of four bytes without its last, a surrogate, an overlong slash.
      [Buffer.from([0x61, 0xf0, 0x9f, 0x98, 0x61]), 'a.jsonl:1: byte 2 of the line (0xf0)'],
      [Buffer.from([0xed, 0xa0, 0x80]), 'a.jsonl:1: byte 1 of the line (0xed)'],
      [Buffer.from([0x61, 0xc0, 0xaf]), 'a.jsonl:1: byte 2 of the line (0xc0)'],
    ] as const)
      assert.throws(() => decodeUtf8(bytes, place), {
        kind: 'data',
        message: `${message} begins no character of UTF-8; save the file as UTF-8`,
      });
  });

  it('counts lines from the number of the first', () => {
    const bytes = Buffer.from('a\n\xff', 'latin1');
    assert.throws(() => decodeUtf8(bytes, { file: 'b', firstLine: 7, kind: 'configuration' }), {
      kind: 'configuration',
      message: /^b:8: byte 1 /u,
    });
  });
});
