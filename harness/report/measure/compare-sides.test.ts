import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Run } from '../../run/index.ts';
import { fixtureConfig, fixtureRun } from '../testing/report-fixture.ts';
import { compareSides, type ComparedSide } from './compare-sides.ts';
import { comparisonSentence } from './comparison-sentence.ts';

type Info = NonNullable<Parameters<typeof fixtureRun>[0]['info']>;

describe('two sides of a comparison', () => {
  const options = { at: 'last third', acrossEnvironments: false } as const;

  const good = side('good', ['1111111100', '1111111100']);
  const poor = side('poor', ['1000000010', '1000000010']);

  it('differ by the mean over paired questions and seeds, in a sentence to quote', () => {
    const found = compareSides(good, poor, options);
    assert.ok(Math.abs(found.effect.estimate - 0.6) < 1e-12);
    assert.deepEqual(
      found.bySeed.map((effect) => effect.toFixed(3)),
      ['0.600', '0.600'],
    );
    assert.deepEqual(found.sample.treatment, { questions: 10, plays: 20, seeds: 2 });
    // Power is bought by more than the half width: t(0.8) is above 0.
    assert.ok(found.smallest > found.effect.high - found.effect.estimate);
    assert.match(
      comparisonSentence([good, poor], found),
      /^Held-out accuracy averaged .* is 80\.0 % for good and 20\.0 % for poor: a difference of \+60\.0 points \[.*\] \(95 %, p [=<] [\d.]+\), paired over 10 questions x 2 seeds; a difference of [\d.]+ points would have been found 80 % of the time\.$/u,
    );
    assert.ok(Math.abs(compareSides(poor, good, options).effect.estimate + 0.6) < 1e-12);
  });

  it('are paired by the seeds that both have; two single runs whatever theirs are', () => {
    const one = { ...poor, runs: poor.runs.slice(1) };
    assert.deepEqual(compareSides(good, one, options).bySeed.length, 1);
    const [first] = good.runs;
    assert.ok(first !== undefined);
    assert.equal(compareSides({ name: 'good-s1', runs: [first] }, one, options).bySeed.length, 1);
    const apart = {
      ...poor,
      runs: poor.runs.map((run) => ({ ...run, info: { ...run.info, seed: run.info.seed + 9 } })),
    };
    assert.throws(() => compareSides(good, apart, options), { kind: 'data', message: /share no seed/u });
  });

  it('are refused where they were evaluated in another environment, and say so where that is asked for', () => {
    const noisy = side('noisy', ['1000000010', '1000000010'], {
      config: fixtureConfig({ search: { kind: 'noise', rate: 0.5, of: { kind: 'bm25' } } }),
    });
    assert.throws(() => compareSides(good, noisy, options), {
      kind: 'data',
      message: /different environments \(search\.kind, search\.of\.kind, search\.rate\)/u,
    });
    const found = compareSides(good, noisy, { ...options, acrossEnvironments: true });
    assert.deepEqual(found.environments, ['search.kind', 'search.of.kind', 'search.rate']);
    assert.match(
      comparisonSentence([good, noisy], found),
      /different environments \(search\.kind, .* not of the policies alone\.$/u,
    );
    // What is trained otherwise is what is compared.
    const slow = side('slow', ['1000000010', '1000000010'], {
      config: fixtureConfig({ learningRate: { kind: 'constant', peak: 1e-9, warmupRatio: 0 } }),
    });
    assert.deepEqual(compareSides(good, slow, options).environments, []);
  });

  it('name the changes of their runs, and are refused where one side holds two makes', () => {
    const changed = side('good', ['1111111100', '1111111100'], { changes: { 'learningRate.peak': 3e-4 } });
    const found = compareSides(changed, poor, options);
    assert.match(
      comparisonSentence([changed, poor], found),
      /for good \(changed: learningRate\.peak = 0\.0003\) and/u,
    );
    const mixed = { name: 'good', runs: [...good.runs.slice(0, 1), ...changed.runs.slice(1)] };
    assert.throws(() => compareSides(mixed, poor, options), {
      kind: 'data',
      message: /not made alike \(as declared; learningRate\.peak = 0\.0003\)/u,
    });
  });
});

function side(name: string, letters: readonly string[], info: Info = {}): ComparedSide {
  const runs = letters.map((text, at): Run =>
    fixtureRun({
      arm: name,
      seed: at + 1,
      heldOut: { 0: '0000000000', 10: text },
      info: { steps: 10, ...info },
    }),
  );
  return { name, runs };
}
