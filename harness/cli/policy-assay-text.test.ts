import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AssayRow } from '../reproduce/assay-rows.ts';
import { policyAssayText } from './policy-assay-text.ts';

function row(change: Partial<AssayRow>): AssayRow {
  const share = { estimate: 0.3, low: 0.25, high: 0.352 };
  return {
    id: 'x',
    property: 'a property',
    share,
    cases: 40,
    questions: 10,
    aim: null,
    met: null,
    ...change,
  };
}

describe('policyAssayText', () => {
  it('says what was played, and has a line for each property with its aim', () => {
    const text = policyAssayText({
      reproduction: 'paper',
      arm: 'main',
      model: 'folder',
      seed: 3,
      temperature: 0.9,
      samples: 4,
      questions: { train: 10, dev: 5, 'held-out': 0 },
      rows: [
        row({}),
        row({ aim: [0.02, 0.25], met: false }),
        row({ aim: [0.3, 1], met: true }),
        row({ aim: [0, 0.35], met: true }),
        row({ share: null, aim: [0, 0.35] }),
      ],
    });
    const [head, , , , ...rows] = text.split('\n');
    assert.equal(
      head,
      'folder as arm main of paper: 4 samples a question at temperature 0.9, 10 train, 5 dev questions, seed 3; intervals 95 %, chunks as the sample',
    );
    assert.deepEqual(rows, [
      '| a property | 30.0 % [25.0, 35.2] | 40 | 10 | – | – |',
      '| a property | 30.0 % [25.0, 35.2] | 40 | 10 | 2 to 25 % | missed |',
      '| a property | 30.0 % [25.0, 35.2] | 40 | 10 | at least 30 % | met |',
      '| a property | 30.0 % [25.0, 35.2] | 40 | 10 | at most 35 % | met |',
      '| a property | – | 40 | 10 | at most 35 % | – |',
    ]);
  });
});
