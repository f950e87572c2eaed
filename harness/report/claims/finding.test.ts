import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Claim, ClaimResult, ClaimVerdict } from './claim.ts';
import { finding } from './finding.ts';
import type { JudgedClaim } from './judge-claims.ts';
import type { JudgedControl, Sensitivity } from './sensitivity.ts';

const claim: Claim = {
  id: 'higher',
  statement: 'The retry reward raises accuracy.',
  finding: { subject: 'the retry reward', does: 'raise accuracy', did: 'raised accuracy' },
  paper: 'abstract',
  fixedOn: '2026-11-26',
  known: 'no run',
  standing: 'primary',
  delta: { value: 0.1, unit: 'share' },
  rule: '',
  commonRules: [],
  evaluate: () => assert.fail('is judged already'),
};

type Bounds = readonly [estimate: number, low: number, high: number];

function resultOf(verdict: ClaimVerdict, bounds: Bounds | null, reason = 'why'): ClaimResult {
  const [estimate = 0, low = 0, high = 0] = bounds ?? [];
  const effect = bounds === null ? null : { estimate, low, high };
  return { verdict, reason, measured: '', effect, p: null, questions: 64, seeds: 5 };
}

function told(result: ClaimResult, more: Partial<JudgedClaim> = {}): string {
  return finding({
    claim,
    result,
    own: result,
    alone: result,
    sensitivity: null,
    adjusted: null,
    ...more,
  });
}

function control(verdict: ClaimVerdict): JudgedControl {
  return { arms: { treatment: 'a', control: 'b' }, result: resultOf(verdict, [0, -0.1, 0.1]) };
}

function lacking(positive: ClaimVerdict, twin: ClaimVerdict): Sensitivity {
  return { quantity: 'q', positive: control(positive), twin: control(twin), shown: [], lack: 'lacks' };
}

const level: Bounds = [0.015, -0.008, 0.038];
const insensitive = resultOf('cannot tell (the run is not sensitive)', level);

describe('a finding', () => {
  it('says what was excluded, and that less cannot be told from nothing', () => {
    assert.equal(
      told(resultOf('no difference', level)),
      'The retry reward did not raise accuracy by 10 points or more; a smaller effect cannot be told from none (+1.5 points [−0.8, +3.8]).',
    );
  });

  it('of a small effect whose sign is told has that sign', () => {
    assert.equal(
      told(resultOf('no difference', [0.03, 0.01, 0.05])),
      'The retry reward raised accuracy, but by less than 10 points (+3.0 points [+1.0, +5.0]).',
    );
    assert.equal(
      told(resultOf('no difference', [-0.03, -0.05, -0.01])),
      'The retry reward did not raise accuracy: the opposite was found, by less than 10 points (−3.0 points [−5.0, −1.0]).',
    );
  });

  const sentences: readonly (readonly [ClaimVerdict, string])[] = [
    ['reproduced', 'The retry reward raised accuracy.'],
    [
      'same direction but weaker',
      "The retry reward raised accuracy, by less than half of the paper's effect.",
    ],
    [
      'partly reproduced',
      'The retry reward raised accuracy in some of the arms and cannot be told to in the others.',
    ],
    ['non-inferior', 'The retry reward raised accuracy: no worse by 10 points or more.'],
    ['inferior', 'The retry reward did not raise accuracy: worse by more than 10 points.'],
    ['opposite', 'The retry reward did not raise accuracy: the opposite was found.'],
    ['cannot tell', 'Whether the retry reward raised accuracy cannot be told.'],
    ['not comparable', 'Whether the retry reward raised accuracy was not tested: why.'],
  ];
  for (const [verdict, sentence] of sentences)
    it(`of "${verdict}" is its sentence`, () => {
      assert.equal(told(resultOf(verdict, null)), sentence);
    });

  it('of a run that is not sensitive keeps what its own interval excludes, and says why no more', () => {
    assert.equal(
      told(insensitive, {
        own: resultOf('no difference', level),
        sensitivity: lacking('no difference', 'cannot tell'),
      }),
      'The retry reward did not raise accuracy by 10 points or more; the positive control was not told apart, and a smaller effect cannot be told from none (+1.5 points [−0.8, +3.8]).',
    );
    assert.equal(
      told(insensitive, {
        own: resultOf('reproduced', level),
        sensitivity: lacking('reproduced', 'opposite'),
      }),
      'Whether the retry reward raised accuracy cannot be told: two sets of runs of one recipe were told apart; by its own runs: reproduced (+1.5 points [−0.8, +3.8]).',
    );
    assert.match(
      told(insensitive, { sensitivity: lacking('not comparable', 'cannot tell') }),
      /cannot be told: the controls could not be judged/u,
    );
    assert.match(
      told(insensitive, {
        own: resultOf('cannot tell', level),
        sensitivity: lacking('cannot tell', 'cannot tell'),
      }),
      /cannot be told: the positive control was not told apart \(\+1\.5 points/u,
    );
  });

  it('names what a count counts', () => {
    const searches = {
      ...claim,
      delta: { value: 0.25, unit: 'count' },
      finding: { subject: 'it', does: 'search more', did: 'searched more', counted: 'searches' },
    } as const;
    assert.equal(
      told(resultOf('no difference', [0, -0.1, 0.1]), { claim: searches }),
      'It did not search more by 0.25 searches or more; a smaller effect cannot be told from none (0.00 [−0.10, +0.10]).',
    );
  });

  it('of a claim without words is its statement and verdict', () => {
    const { finding: _, ...bare } = claim;
    assert.equal(
      told(resultOf('reproduced', [0.2, 0.1, 0.3]), { claim: bare }),
      'The retry reward raises accuracy: reproduced (+20.0 points [+10.0, +30.0]).',
    );
    assert.equal(
      told(resultOf('not comparable', null), { claim: bare }),
      'The retry reward raises accuracy: not comparable (why).',
    );
  });
});
