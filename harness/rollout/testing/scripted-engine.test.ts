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

  it('says the first token that is allowed in place of one that is not', async () => {
    const engine = scriptedEngine(codec, ['</search|>| more']);
    const { tokens } = await engine.sample([], { ...params, stopStrings: [], allowed: [3, 1, 0] });
    assert.deepEqual(tokens, [1, 3, 3, 0]);
  });

  it('is as sure of a reply as it says, and tells what competed with its tokens', async () => {
    const reply = {
      text: '</search|>\n',
      probability: 0.25,
      others: { '>\n': { '>': 0.5, ' more': 0.125 } },
    };
    const engine = scriptedEngine(codec, [reply, '</search']);
    const first = await engine.sample([], { ...params, topLogprobs: 2 });
    assert.deepEqual(first.logprobs, [Math.log(0.25), Math.log(0.25)]);
    assert.deepEqual(first.topLogprobs, [
      [{ token: 1, logprob: Math.log(0.25) }],
      [
        { token: 2, logprob: Math.log(0.5) },
        { token: 3, logprob: Math.log(0.25) },
      ],
    ]);
    assert.equal((await engine.sample([], params)).topLogprobs, undefined);
  });
});
