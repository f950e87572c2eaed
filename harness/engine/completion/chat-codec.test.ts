import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { assert as check, integer, property, string } from 'fast-check';
import { chatCodec, chatMessages } from './chat-codec.ts';

const { stopToken } = chatCodec;
const encode = (text: string): number[] => chatCodec.encode(text);
const decode = (tokens: readonly number[]): string => chatCodec.decode(tokens);
const prompt = (text: string): number[] => chatCodec.prompt(text);
const observation = (text: string): number[] => chatCodec.observation(text);
const pieces = (text: string): string[] => encode(text).map((token) => decode([token]));

describe('the codec of a chat', () => {
  it('cuts text into pieces of up to four characters that end with each ">"', () => {
    assert.deepEqual(pieces('<think>ab</think>'), ['<thi', 'nk>', 'ab</', 'thin', 'k>']);
    assert.deepEqual(pieces('é\u{1F680}a\u{1F680}'), ['é\u{1F680}', 'a\u{1F680}']);
    assert.deepEqual(pieces(''), []);
  });

  it('gives every text back, with numbers that are exact and below its size', () => {
    const unit = integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    check(
      property(string({ unit }), (text) => {
        const tokens = encode(text);
        assert.ok(
          tokens.every(
            (token) => Number.isSafeInteger(token) && token > 2 && token < chatCodec.vocabularySize,
          ),
        );
        assert.equal(decode(tokens), text.replace(/\p{Surrogate}/gu, '\uFFFD'));
        assert.equal(new Set(tokens).size, new Set(tokens.map((token) => decode([token]))).size);
      }),
    );
    assert.equal(decode(encode('a\uD800b')), 'a\uFFFDb');
    for (const text of ['\uFFFF\u0000\u0000', '\uFEFFa', '\u0000']) assert.equal(decode(encode(text)), text);
  });

  it('makes messages of a conversation', () => {
    const first = prompt('Who <b> flew?');
    assert.deepEqual(chatMessages(first), [{ role: 'user', content: 'Who <b> flew?' }]);
    const later = [...first, ...encode('I search.'), stopToken, ...observation('Lovell')];
    assert.deepEqual(chatMessages(later), [
      { role: 'user', content: 'Who <b> flew?' },
      { role: 'assistant', content: 'I search.' },
      { role: 'user', content: 'Lovell' },
    ]);
    const silent = [...first, stopToken, ...observation('')];
    assert.deepEqual(chatMessages(silent).slice(1), [
      { role: 'assistant', content: '' },
      { role: 'user', content: '' },
    ]);
  });

  it('refuses to go on in a message that is begun, and text outside messages', () => {
    const begun = { kind: 'configuration', message: /^a chat server cannot go on in a message.*tokenizer/u };
    assert.throws(() => chatMessages([...prompt('a'), ...encode('b')]), begun);
    assert.throws(() => chatMessages([...prompt('a'), ...encode('b'), stopToken]), begun);
    assert.throws(() => chatMessages(encode('a')), { kind: 'internal' });
  });
});
