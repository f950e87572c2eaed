import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { collapseOf, type CollapseSignal } from './collapse.ts';

function signals(correct: readonly (number | null)[], answered: readonly number[] = []): CollapseSignal[] {
  return correct.map((correctShare, i) => ({ step: i + 1, correctShare, answeredShare: answered[i] ?? 1 }));
}

const five = (value: number): number[] => [value, value, value, value, value];

describe('collapseOf', () => {
  it('fires at the first window mean under half of the peak', () => {
    // After five steps at 0.4 the mean falls by 0.08 a step: 0.32, 0.24, 0.16 < 0.2 at step 8.
    assert.equal(collapseOf(signals([...five(0.4), 0, 0, 0, 0])), 8);
  });

  it('does not fire at exactly half, below a peak of 0.2 or before five steps', () => {
    assert.equal(collapseOf(signals([...five(0.4), ...five(0.2)])), null);
    assert.equal(collapseOf(signals([...five(0.19), ...five(0)])), null);
    assert.equal(collapseOf(signals([0.9, 0, 0, 0])), null);
  });

  it('fires when answers cease, but not for a policy that never answered', () => {
    const answered = [...five(1), ...five(0)];
    // Window means of the answered share: 0.8, 0.6, 0.4 at step 8.
    assert.equal(collapseOf(signals([...five(0.1), ...five(0.1)], answered)), 8);
    assert.equal(collapseOf(signals(five(0.1), five(0.2))), null);
  });

  it('ignores steps in which every episode failed', () => {
    assert.equal(collapseOf(signals([...five(0.4), null, null, null, null, null])), null);
  });

  it('does not take learning for a collapse', () => {
    assert.equal(collapseOf(signals([0.2, 0.1, 0.3, 0.2, 0.3, 0.4, 0.5, 0.45, 0.5, 0.6])), null);
  });
});
