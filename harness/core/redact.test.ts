import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { redact } from './redact.ts';

const key = 'sk-proj-A/b+c="d&e\\f<1>';

const json = (text: string): string => JSON.stringify(text).slice(1, -1);

/** `text` in each way a server may write it. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded in small letters': (text) =>
    encodeURIComponent(text).replaceAll(/%../g, (code) => code.toLowerCase()),
  'percent-encoded throughout': (text) =>
    Array.from(text, (letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''),
  'JSON-escaped': json,
  'JSON-escaped three times': (text) => json(json(json(text))),
  'JSON-escaped throughout': (text) =>
    Array.from(text, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  'JSON with escaped slashes': (text) => json(text).replaceAll('/', '\\/'),
  'as HTML': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&#62;')
      .replaceAll('"', '&quot;')
      .replaceAll('/', '&#x2F;'),
};

describe('redaction', () => {
  for (const [name, form] of Object.entries(forms))
    it(`takes out a secret ${name}, twice and behind its prefix`, () => {
      const text = `key "Bearer ${form(key)}", ${form(key)} is wrong`;
      // A backslash that escapes the first letter stays.
      assert.equal(redact(text, [key]).replaceAll('\\', ''), 'key "Bearer [redacted]", [redacted] is wrong');
    });

  it('takes out each secret, and a head from 16 letters on that a cut left', () => {
    assert.equal(redact('one two', ['two', 'one']), '[redacted] [redacted]');
    const long = 'sk-proj-0123456789abcdef';
    assert.equal(redact(`key ${long.slice(0, 16)}`, [long]), 'key [redacted]');
    assert.equal(redact(`key ${long.slice(0, 20)}... is wrong`, [long]), 'key [redacted]... is wrong');
    assert.equal(redact(`key ${long.slice(0, 15)}`, [long]), `key ${long.slice(0, 15)}`);
  });

  it('leaves everything else as it is', () => {
    for (const text of ['', 'a%2', 'u0041', '\\u00', '&#;', '100 % & more', 'sk-proj-', '%%%', '\\\\'])
      assert.equal(redact(text, [key, '']), text);
    assert.equal(redact('ABC', ['abc']), 'ABC');
    assert.equal(redact('a-secret', []), 'a-secret');
    assert.equal(redact('user %2F', ['u', '%2']), '[redacted]ser [redacted]F');
  });

  it('finds a secret that begins within a false start', () => {
    assert.equal(redact('aaab aab', ['aab']), 'a[redacted] [redacted]');
  });

  it('takes time linear in the text', () => {
    const secret = `${'a'.repeat(15)}${'b'.repeat(2000)}`;
    const hostile = [
      '\\'.repeat(1_000_000),
      'a'.repeat(1_000_000),
      `${'a'.repeat(15)}${'\\'.repeat(1000)}`.repeat(900),
    ];
    const started = performance.now();
    for (const text of hostile) assert.equal(redact(text, [secret]), text);
    assert.ok(performance.now() - started < 3000);
  });
});
