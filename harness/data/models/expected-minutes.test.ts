import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { expectedMinutes, minutesBasis } from './expected-minutes.ts';

describe('the expected minutes of a model', () => {
  it('are those of reading its weights once for each token', () => {
    // 32,000 tokens of 3.2e9 * 0.5 bytes at 25e9 bytes a second; on a GPU 16 at once, at 5e11.
    const { laptop, gpu } = expectedMinutes({
      role: 'policy',
      parametersInBillions: 3.2,
      bytesPerParameter: 0.5,
    });
    assert.ok(Math.abs(laptop - (32_000 * 1.6e9) / 25e9 / 60) < 1e-9, `${laptop}`);
    assert.ok(Math.abs(gpu - (32_000 * 1.6e9) / (5e11 * 16) / 60) < 1e-9, `${gpu}`);
    assert.match(
      minutesBasis,
      /^estimated, not measured: 32 questions of 1000 written tokens, .*50 % of 50 GB\/s/,
    );
  });

  it('are few for a model that only reads', () => {
    const { laptop } = expectedMinutes({
      role: 'embedding',
      parametersInBillions: 0.1,
      bytesPerParameter: 4,
    });
    assert.ok(Math.abs(laptop - (1000 * 0.4e9) / 25e9 / 60) < 1e-9, `${laptop}`);
  });
});
