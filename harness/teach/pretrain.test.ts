import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DemonstrationTurn } from '../core/episode.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import { demonstrationDatum } from './pretrain.ts';

/** A token a letter, 1 and 2 around a prompt, 3 and 4 around an observation, 0 to stop. */
const codec: TextCodec = {
  vocabularySize: 128,
  encode: (text) => Array.from(text, (letter) => letter.charCodeAt(0)),
  decode: (tokens) => String.fromCharCode(...tokens),
  prompt: (text) => [1, ...codec.encode(text), 2],
  observation: (text) => [3, ...codec.encode(text), 4],
  stopToken: 0,
};
const [a, b, c, d] = [97, 98, 99, 100];

const turns: readonly DemonstrationTurn[] = [
  { role: 'prompt', text: 'a' },
  { role: 'policy', text: 'b' },
  { role: 'observation', text: 'c' },
  { role: 'policy', text: 'd' },
];

describe('demonstrationDatum', () => {
  it('gives weight 1 to what the policy writes and to its stop tokens, and the weight told to the rest', () => {
    assert.deepEqual(demonstrationDatum(codec, turns, { contextWeight: 0.25 }), {
      tokens: [1, a, 2, b, 0, 3, c, 4, d, 0],
      // Of the tokens from the second on: the first is predicted by nothing.
      weights: [0.25, 0.25, 1, 1, 0.25, 0.25, 0.25, 1, 1],
    });
  });

  it('goes on in one message where observations continue it: no marker, and one stop token at the end', () => {
    const datum = demonstrationDatum(codec, turns, { contextWeight: 0, observationAs: 'continuation' });
    assert.deepEqual(datum, { tokens: [1, a, 2, b, c, d, 0], weights: [0, 0, 1, 0, 1, 1] });
  });

  it('gives a turn its own weight', () => {
    const parts: DemonstrationTurn[] = [
      { role: 'prompt', text: 'a', weight: 0.5 },
      { role: 'policy', text: 'b' },
      { role: 'policy', text: 'cd', weight: 6 },
      { role: 'policy', text: '' },
    ];
    const datum = demonstrationDatum(codec, parts, { contextWeight: 0, observationAs: 'continuation' });
    assert.deepEqual(datum, { tokens: [1, a, 2, b, c, d, 0], weights: [0.5, 0.5, 1, 6, 6, 1] });
  });
});
