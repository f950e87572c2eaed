import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Datum } from '../../engine.ts';
import type { Loss } from '../../loss.ts';
import { requireData, requireValueData } from './require-data.ts';

const limits = { vocabularySize: 50, maxTokens: 16 };
const whole: Datum = {
  tokens: [1, 2, 3],
  weights: [0, 1],
  advantages: [0, 2],
  oldLogprobs: [0, -3],
  referenceLogprobs: [0, -2],
};
const shared = { reduction: 'token-mean', temperature: 1, klCoefficient: 0.1 } as const;
const ppo = { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2, ...shared } as const;
const losses: readonly Loss[] = [
  { kind: 'cross_entropy', reduction: 'token-mean' },
  { kind: 'importance_sampling', ...shared },
  ppo,
];

describe('requireData', () => {
  const refuse = (change: Partial<Record<keyof Datum, unknown>>, loss: Loss = ppo): Error => {
    try {
      requireData([whole, { ...whole, ...change } as Datum], loss, limits);
    } catch (error) {
      return error as Error;
    }
    return new Error('nothing was refused');
  };

  it('lets through what the losses need, and numbers that count for nothing', () => {
    for (const loss of losses) requireData([whole], loss, limits);
    requireData([{ ...whole, advantages: [NaN, 2], oldLogprobs: [-Infinity, -1] }], ppo, limits);
    requireData([{ tokens: [1, 2, 3], weights: [0.5, 1] }], losses[0] as Loss, limits);
    const { referenceLogprobs: _, ...unreferenced } = whole;
    requireData([unreferenced], { ...ppo, klCoefficient: 0 }, limits);
    requireData([{ ...whole, tokens: Array.from({ length: 16 }, () => 49), ...columns(15) }], ppo, limits);
    requireData([{ tokens: [4], weights: [] }], losses[0] as Loss, limits);
  });

  for (const name of ['advantages', 'oldLogprobs', 'referenceLogprobs'] as const) {
    it(`refuses a policy loss without ${name}`, () => {
      const { message } = refuse({ [name]: undefined });
      assert.equal(message, `sequence 1 has no ${name}, which this loss needs; add them`);
    });

    for (const length of [1, 3])
      it(`refuses ${length} ${name} for 2 predicted tokens, whatever the loss`, () => {
        for (const loss of losses) {
          const { message } = refuse({ [name]: Array.from({ length }, () => -1) }, loss);
          assert.equal(
            message,
            `sequence 1 came with ${length} ${name} for its 2 predicted tokens; give one for each`,
          );
        }
      });

    it(`refuses ${name} that are not finite where they count`, () => {
      const { message } = refuse({ [name]: [0, NaN] });
      assert.equal(
        message,
        `number 1 of the ${name} of sequence 1 is NaN; give a finite number, or weigh the token 0`,
      );
    });
  }

  for (const length of [1, 3])
    it(`refuses ${length} weights for 2 predicted tokens`, () => {
      const { message } = refuse({ weights: Array.from({ length }, () => 1) });
      assert.equal(
        message,
        `sequence 1 came with ${length} weights for its 2 predicted tokens; give one for each`,
      );
    });

  const others: readonly (readonly [change: Partial<Record<keyof Datum, unknown>>, message: string])[] = [
    [{ weights: [0, -1] }, 'weight 1 of sequence 1 is -1; give a finite number from 0'],
    [{ weights: [NaN, 1] }, 'weight 0 of sequence 1 is NaN; give a finite number from 0'],
    [{ tokens: [] }, 'sequence 1 holds no token; leave it out'],
    ...[50, -1, 1.5, NaN].map(
      (token) =>
        [
          { tokens: [1, token, 3] },
          `token 1 of sequence 1 is ${token}, and the model has tokens 0 to 49; use the tokenizer that belongs to these weights`,
        ] as const,
    ),
    [
      { tokens: Array.from({ length: 17 }, () => 1) },
      'sequence 1 of 17 tokens exceeds the 16 positions the model was opened with; open it with a larger maxTokens',
    ],
  ];
  for (const [change, message] of others)
    it(`refuses: ${message}`, () => {
      assert.equal(refuse(change).message, message);
    });

  const settings: readonly (readonly [
    change: Partial<typeof ppo | Record<string, number>>,
    message: string,
  ])[] = [
    [{ temperature: 0 }, 'temperature is 0; give a finite number from 0.00001'],
    [{ temperature: NaN }, 'temperature is NaN; give a finite number from 0.00001'],
    [{ klCoefficient: NaN }, 'klCoefficient is NaN; give a finite number'],
    [{ entropyCoefficient: Infinity }, 'entropyCoefficient is Infinity; give a finite number'],
    [{ clipLow: -0.1 }, 'clipLow is -0.1; give a finite number from 0'],
    [{ clipHigh: NaN }, 'clipHigh is NaN; give a finite number from 0'],
    [{ dualClip: 1 }, 'dualClip is 1; give a finite number above 1'],
  ];
  for (const [change, message] of settings)
    it(`refuses: ${message}`, () => {
      assert.throws(() => requireData([whole], { ...ppo, ...change }, limits), {
        kind: 'configuration',
        message,
      });
    });
});

describe('requireValueData', () => {
  const datum = { tokens: [1, 2, 3], weights: [0, 1], returns: [NaN, 1], oldValues: [0, 0.5] };

  it('refuses returns, old values and a clip that do not fit', () => {
    requireValueData([datum], { clip: 0.5 }, limits);
    const cases: readonly (readonly [change: object, message: RegExp])[] = [
      [{ returns: [1] }, /came with 1 returns for its 2/],
      [{ oldValues: [1, 2, 3] }, /came with 3 oldValues for its 2/],
      [{ oldValues: [0, Infinity] }, /number 1 of the oldValues of sequence 0 is Infinity/],
      [{ weights: [1, 1, 1] }, /came with 3 weights for its 2/],
      [{ tokens: [1, 2, 50] }, /token 2 of sequence 0 is 50/],
    ];
    for (const [change, message] of cases)
      assert.throws(() => requireValueData([{ ...datum, ...change }], { clip: 0.5 }, limits), { message });
    assert.throws(() => requireValueData([datum], { clip: 0 }, limits), {
      kind: 'configuration',
      message: 'the clip of the value loss is 0; give a finite number above 0',
    });
  });
});

function columns(length: number): Omit<Datum, 'tokens'> {
  const ones = Array.from({ length }, () => 1);
  return { weights: ones, advantages: ones, oldLogprobs: ones, referenceLogprobs: ones };
}
