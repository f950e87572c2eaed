import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PolicyAssay } from '../reproduce/assay-policy.ts';
import { withAssay } from './write-assay.ts';

function assayOf(estimate: number): PolicyAssay {
  const share = { estimate, low: 0.1, high: 0.4 };
  const row = {
    id: 'x',
    property: 'a property',
    share,
    cases: 40,
    questions: 10,
    aim: null,
    met: null,
  } as const;
  return {
    reproduction: 'paper',
    arm: 'main',
    model: 'folder',
    seed: 3,
    temperature: 0.9,
    samples: 4,
    questions: { train: 10, dev: 5, 'held-out': 0 },
    rows: [row],
  };
}

describe('withAssay', () => {
  it('adds the section of an assay to a card, and puts a later one in its place', () => {
    const made = '# mine\n\nHow it was made.\n';
    const first = withAssay(made, assayOf(0.25));
    assert.ok(first.startsWith('# mine\n\nHow it was made.\n\n## Before any training\n\n'), first);
    assert.match(first, /\| a property \| 25\.0 % \[10\.0, 40\.0\] \| 40 \| 10 \|/u);
    const second = withAssay(first, assayOf(0.3));
    assert.equal(second, withAssay(made, assayOf(0.3)));
    assert.ok(!second.includes('25.0 %'));
  });
});
