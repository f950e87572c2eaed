import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TextCodec } from '../../engine/text-codec.ts';
import { scriptedEngine } from './scripted-engine.ts';

const pieces = ['<end>', '</search', '>', '>\n', ' more'];
/** Pieces are separated by `|` in the text to encode, and joined without it. */
const codec: TextCodec = {
  vocabularySize: pieces.length,
  encode: (text) => text.split('|').map((piece) => pieces.indexOf(piece)),
  decode: (tokens) => tokens.map((token) => pieces[token] ?? '').join(''),
  prompt: () => [],
  observation: () => [],
  stopToken: 0,
};
const params = { temperature: 1, maxTokens: 9, seed: 0, stopTokens: [0], stopStrings: ['</search>'] };

describe('the scripted engine', () => {
  it('stops at the token with which the text first contains a stop string', async () => {
    const engine = scriptedEngine(codec, ['</search|>|</search|>', '</search|>\n| more', ' more|</search']);
    const sample = async (): Promise<readonly [readonly number[], string]> => {
      const { tokens, stopReason } = await engine.sample([], params);
      return [tokens, stopReason];
    };
    assert.deepEqual(await sample(), [[1, 2], 'stop']);
    assert.deepEqual(await sample(), [[1, 3], 'stop']);
    assert.deepEqual(await sample(), [[4, 1, 0], 'stop']);
  });
});
