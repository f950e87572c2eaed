import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../core/random.ts';
import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import {
  faithfulness,
  isValidAnswer,
  measureSimulator,
  type SimulatorAnswer,
  type SimulatorMeasures,
} from './measure-simulator.ts';
import { type SimulatorQualityFile, simulatorQualityFile } from './simulator-quality-file.ts';

const real = 'Valve 7 leaked in orbit.';

function answer(change: Partial<SimulatorAnswer>): SimulatorAnswer {
  return {
    label: 'useful',
    stray: false,
    gold: 'valve 7',
    query: 'leak',
    question: 'Which valve leaked?',
    documents: [real],
    real: [real, 'Another one.'],
    ...change,
  };
}

function measure(answers: readonly SimulatorAnswer[], documents = 1, seed = 1): SimulatorMeasures {
  return measureSimulator(answers, { documents, random: Random.seeded(seed) });
}

describe('measureSimulator', () => {
  it('finds every measure perfect where useful documents are the real ones and noisy ones say nothing', () => {
    const noisy = answer({
      label: 'noisy',
      documents: ['Pump 3 failed on land.'],
      real: ['Pump 3 failed on land.'],
    });
    assert.deepEqual(measure([answer({}), noisy]), {
      usefulWithGold: { count: 1, n: 1 },
      goodWithGold: { count: 1, n: 1 },
      strayWithGold: { count: 0, n: 0 },
      noisyWithGold: { count: 0, n: 1 },
      valid: { count: 2, n: 2 },
      distinct: { count: 2, n: 2 },
      similarity: { mean: 1, low: 1, high: 1, n: 2 },
    });
  });

  it('counts gold answers that leak into noisy documents, in any of them, whole words only', () => {
    const noisy = (documents: readonly string[]): SimulatorAnswer => answer({ label: 'noisy', documents });
    const { usefulWithGold, noisyWithGold } = measure([
      noisy(['Nothing leaked at all.', 'It was VALVE 7.']),
      noisy(['It was valve 70.']),
      noisy(['The seventh valve it was.']),
      answer({ documents: ['It was valve 70.'] }),
      answer({ documents: ['It was valve 7, they say.'] }),
    ]);
    assert.deepEqual(noisyWithGold, { count: 1, n: 3 });
    assert.deepEqual(usefulWithGold, { count: 1, n: 2 });
  });

  it('tells a good query, a poor one and a stray one apart, and counts stray ones nowhere else', () => {
    const silent = ['Pump 3 failed on land.'];
    const found = measure([
      answer({}),
      answer({ documents: silent }),
      answer({ real: silent }),
      answer({ stray: true, documents: ['It was valve 7.'] }),
      answer({ stray: true, documents: silent }),
      answer({ stray: true, documents: null }),
      answer({ stray: true, documents: [real] }),
    ]);
    assert.deepEqual(found.usefulWithGold, { count: 2, n: 3 });
    assert.deepEqual(found.goodWithGold, { count: 1, n: 2 });
    assert.deepEqual(found.strayWithGold, { count: 2, n: 4 });
    assert.deepEqual([found.valid.n, found.distinct.n, found.similarity.n], [3, 3, 3]);
  });

  it('catches a simulator that repeats itself, within an answer and from one to the next', () => {
    const one = 'A pump failed today.';
    const repeating = measure([
      answer({ documents: [one, one] }),
      answer({ documents: [one, `${one} `] }),
      answer({ documents: [one, real] }),
    ]);
    assert.deepEqual(repeating.distinct, { count: 2, n: 6 });
  });

  it('counts what cannot be read among the answers, as wrong, and not among the documents', () => {
    const unread = answer({ documents: null });
    assert.deepEqual(measure([unread, answer({ label: 'noisy', documents: null }), answer({})]), {
      usefulWithGold: { count: 1, n: 2 },
      goodWithGold: { count: 1, n: 2 },
      strayWithGold: { count: 0, n: 0 },
      noisyWithGold: { count: 0, n: 1 },
      valid: { count: 1, n: 3 },
      distinct: { count: 1, n: 1 },
      // All three answers are to one question: the bootstrap has nothing to vary.
      similarity: { mean: 1 / 3, low: 1 / 3, high: 1 / 3, n: 3 },
    });
    assert.deepEqual(measure([unread]).distinct, { count: 0, n: 0 });
  });

  it('takes the best document of an answer by word F1 against the first real one', () => {
    // Words of the first real document: valve 7 leaked in orbit (5). Shared with `Valve 7 burst early`: 2 of 4, so
    // 2 * 2 / (4 + 5) = 4/9; `leak` is not `leaked`, so the other document shares none. The second real document is never looked at.
    const { similarity } = measure([answer({ documents: ['A leak.', 'Valve 7 burst early.'] })], 2);
    assert.equal(similarity.mean, 4 / 9);
    assert.equal(measure([answer({ documents: ['Another one.'] })]).similarity.mean, 0);
  });

  it('leaves out queries without a real result, and refuses when there is no other', () => {
    const { similarity, valid } = measure([answer({ real: [] }), answer({})]);
    assert.deepEqual([similarity.mean, similarity.n, valid.n], [1, 1, 2]);
    for (const none of [[answer({ real: [] })], []])
      assert.throws(
        () => measure(none),
        (error) =>
          error instanceof TwinZeroError && error.kind === 'data' && /found nothing/.test(error.message),
      );
  });

  it('draws its interval over questions, by the seed', () => {
    // Half of 100 questions at 1 and half at 0: the standard error of their mean is 0.05, the interval about 0.4 to 0.6.
    const answers = Array.from({ length: 100 }, (_, i) =>
      answer({ question: `q${i}`, documents: [i % 2 === 0 ? real : 'Nothing.'] }),
    );
    const { similarity } = measure(answers);
    assert.equal(similarity.mean, 0.5);
    // A bound of 4,000 replicates wobbles by about 0.003, and moves in steps of 0.01.
    assert.ok(Math.abs(similarity.low - 0.4) <= 0.02 && Math.abs(similarity.high - 0.6) <= 0.02);
    assert.deepEqual(measure(answers).similarity, similarity);
    // Ten answers to each of ten questions, all alike: as wide as ten questions, not as a hundred.
    const clustered = Array.from({ length: 100 }, (_, i) =>
      answer({ question: `q${i % 10}`, documents: [i % 2 === 0 ? real : 'Nothing.'] }),
    );
    const wide = measure(clustered).similarity;
    assert.equal(wide.n, 100);
    assert.ok(wide.low <= 0.3 && wide.high >= 0.7);
  });
});

describe('faithfulness', () => {
  it('is the difference of good and stray queries, its interval of two proportions', () => {
    // Newcombe's own example, 56/70 against 48/80: table II of the paper, method 10.
    const found = faithfulness({ goodWithGold: { count: 56, n: 70 }, strayWithGold: { count: 48, n: 80 } });
    assert.deepEqual(
      [found?.estimate, found?.low, found?.high].map((x) => x?.toFixed(4)),
      ['0.2000', '0.0524', '0.3339'],
    );
  });

  it('is 0 where the answer told is written whatever is asked, with room on both sides, and null where nothing was', () => {
    const all = { count: 20, n: 20 };
    const blind = faithfulness({ goodWithGold: all, strayWithGold: all });
    assert.equal(blind?.estimate, 0);
    assert.ok((blind?.low ?? 0) < -0.1 && (blind?.high ?? 0) > 0.1);
    assert.equal(faithfulness({ goodWithGold: all, strayWithGold: { count: 0, n: 0 } }), null);
    assert.equal(faithfulness({ goodWithGold: { count: 0, n: 0 }, strayWithGold: all }), null);
  });
});

describe('isValidAnswer', () => {
  it('wants the number asked for, 3 to 80 words each, and an end', () => {
    for (const [documents, asked, valid] of [
      [[words(3)], 1, true],
      [[words(2)], 1, false],
      [[words(80)], 1, true],
      [[words(81)], 1, false],
      [[words(9), words(9)], 2, true],
      [[words(9)], 2, false],
      [[words(9), words(9)], 1, false],
      [[words(9), words(2)], 2, false],
      [['It was cut off in the'], 1, false],
      [['He said: "It was valve 7."'], 1, true],
      [['Snippets of pages end so ...'], 1, true],
      [[''], 1, false],
      [[], 1, false],
      [null, 1, false],
    ] as const)
      assert.equal(isValidAnswer(documents, asked), valid, JSON.stringify(documents));
  });
});

describe('simulatorQualityFile', () => {
  const file: SimulatorQualityFile = {
    schema: 2,
    simulators: [
      { id: 'simulator-s', label: 'Simulator S', parameters: 200_000, ...measure([answer({})]) },
      { id: 'prompted', label: 'Prompted', parameters: null, ...measure([answer({ documents: null })]) },
    ],
  };

  it('reads what was measured', () => {
    assert.deepEqual(simulatorQualityFile.parse(JSON.parse(JSON.stringify(file))), file);
  });

  it('refuses another schema, a missing measure and a count above its n', () => {
    const [first] = file.simulators;
    const { valid: _valid, ...lacking } = first ?? {};
    for (const wrong of [
      { ...file, schema: 1 },
      { ...file, simulators: [lacking] },
      { ...file, simulators: [{ ...first, valid: { count: 2, n: 1 } }] },
      file.simulators,
    ])
      assert.equal(simulatorQualityFile.safeParse(wrong).success, false);
  });
});

/** A sentence of so many words. */
function words(count: number): string {
  return `${Array.from({ length: count }, () => 'word').join(' ')}.`;
}
