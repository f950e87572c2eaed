import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parityOf, relativeError } from './parity.ts';

describe('parity with the CPU', () => {
  it('measures the relative error of a gradient', () => {
    assert.equal(relativeError(Float32Array.of(3, 4), Float32Array.of(3, 4)), 0);
    assert.equal(relativeError(Float32Array.of(0, 0), Float32Array.of(3, 4)), 1);
    assert.ok(Number.isNaN(relativeError(Float32Array.of(3), Float32Array.of(3, 4))));
  });

  // The one provider that is everywhere, with itself: the program runs, and finds no difference where there is none.
  it('is exact for the CPU itself', async function () {
    this.timeout(60_000);
    const { gradient, ...rest } = await parityOf('LlamaForCausalLM', { provider: 'cpu', threads: 1 });
    assert.equal(gradient.error, 0);
    assert.deepEqual(rest, {
      architecture: 'LlamaForCausalLM',
      logprobs: 0,
      greedy: { equal: 6, of: 6 },
      steps: 0,
    });
  });
});
