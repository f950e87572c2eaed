import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chooseStep } from './selection.ts';

describe('chooseStep', () => {
  it('takes the highest dev accuracy and the earliest among equals', () => {
    const evaluations = [
      { step: 20, accuracy: 0.5 },
      { step: 10, accuracy: 0.4 },
      { step: 30, accuracy: 0.5 },
    ];
    assert.equal(chooseStep(evaluations), 20);
  });

  it('takes the policy before training where no step does better, and never a step without a score', () => {
    assert.equal(
      chooseStep([
        { step: 0, accuracy: 0.5 },
        { step: 10, accuracy: null },
        { step: 20, accuracy: 0.5 },
      ]),
      0,
    );
    assert.equal(chooseStep([{ step: 0, accuracy: null }]), null);
    assert.equal(chooseStep([]), null);
  });
});
