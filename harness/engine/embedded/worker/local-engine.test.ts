import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { tinyFolder } from '../testing/tiny-model.ts';
import { openLocalEngine } from './local-engine.ts';

describe('the reference of the embedded engine', () => {
  it('is an error before it is frozen, never the policy itself, whose KL would be 0', async () => {
    const folder = await tinyFolder();
    const engine = await openLocalEngine({ folder, lanes: 2 });
    try {
      await assert.rejects(engine.logprobs([[1, 2, 3]], { reference: true }), /call freezeReference first/);
      await engine.freezeReference();
      const [reference] = await engine.logprobs([[1, 2, 3]], { reference: true });
      assert.deepEqual([reference], await engine.logprobs([[1, 2, 3]]));
    } finally {
      await engine.close();
      await rm(folder, { recursive: true });
    }
  });
});
