import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SampleParams } from '../../engine.ts';
import { requireRequest } from './require-request.ts';

const limits = { vocabularySize: 50, maxTokens: 20 };
const plain: SampleParams = { temperature: 1, maxTokens: 4, seed: 7, stopTokens: [] };
const check = (change: Partial<SampleParams>, prompt: readonly number[] = [1, 2]): void =>
  requireRequest(prompt, { ...plain, ...change }, limits);

describe('requireRequest', () => {
  it('lets through every setting to the ends of its range', () => {
    check({});
    check({ temperature: 0, topK: 0, topP: 1, seed: 0, maxTokens: 18 });
    check({ temperature: 1e-5 });
    check({ temperature: 1e9, topK: 1, topP: 1e-9, seed: 2 ** 32 - 1, stopStrings: ['a'] });
    check({ topK: 1000, allowed: [0, 49] }, [0, 49]);
  });

  const refused: readonly (readonly [change: Partial<SampleParams>, message: string])[] = [
    ...[-1, 1e-38, NaN, Infinity].map(
      (temperature) =>
        [
          { temperature },
          `temperature is ${temperature}; give 0 for the most probable token, or a number from 0.00001`,
        ] as const,
    ),
    ...[0, -1, 1.5, NaN].map(
      (maxTokens) => [{ maxTokens }, `maxTokens is ${maxTokens}; give a whole number from 1`] as const,
    ),
    ...[-1, 0.5, NaN].map(
      (topK) =>
        [{ topK }, `topK is ${topK}; give a whole number from 1, or 0 for the whole vocabulary`] as const,
    ),
    ...[0, -0.1, 1.01, NaN].map(
      (topP) => [{ topP }, `topP is ${topP}; give a number above 0 and up to 1`] as const,
    ),
    ...[-1, 0.5, 2 ** 32, NaN].map(
      (seed) => [{ seed }, `seed is ${seed}; give a whole number from 0 and below 2^32`] as const,
    ),
    [{ stopStrings: ['a', ''] }, 'stopStrings holds an empty string; leave the empty string out'],
    [
      { allowed: [3, 50] },
      'token 1 of allowed is 50, and the model has tokens 0 to 49; use the tokenizer that belongs to these weights',
    ],
  ];
  for (const [change, message] of refused)
    it(`refuses: ${message}`, () => {
      assert.throws(() => check(change), { kind: 'configuration', message });
    });

  for (const token of [50, -1, 0.5, NaN])
    it(`refuses a prompt with token ${token}`, () => {
      assert.throws(() => check({}, [1, token]), {
        kind: 'configuration',
        message: `token 1 of the prompt is ${token}, and the model has tokens 0 to 49; use the tokenizer that belongs to these weights`,
      });
    });

  it('refuses an empty prompt and one that leaves no room', () => {
    assert.throws(() => check({}, []), { kind: 'engine', message: /empty prompt/ });
    assert.throws(() => check({ maxTokens: 19 }), {
      kind: 'engine',
      message: /^2 prompt tokens and 19 to sample exceed the engine's 20;/,
    });
  });
});
