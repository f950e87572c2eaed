import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

describe('the embedded engine of a folder whose text cannot be read', () => {
  const wordLevel = { added_tokens: [], model: { type: 'WordLevel', vocab: { a: 0 }, unk_token: 'a' } };
  for (const [what, tokenizer, message] of [
    ['no tokenizer', null, /stop strings need .*tokenizer\.json; use stop tokens instead/],
    ['a word-level tokenizer', wordLevel, /tokenizer\.json: bad "model\.type": expected "BPE"/],
  ] as const)
    it(`samples and scores token ids with ${what}, and refuses stop strings alone`, async () => {
      const folder = await tinyFolder();
      if (tokenizer !== null) await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
      const engine = await openLocalEngine({ folder, lanes: 2 });
      try {
        const params = { temperature: 0, maxTokens: 4, seed: 0, stopTokens: [] };
        const sampled = engine.sample([1, 2, 3], params);
        await assert.rejects(engine.sample([1, 2, 3], { ...params, stopStrings: ['</search>'] }), {
          message,
        });
        assert.equal((await sampled).tokens.length, 4);
        assert.equal((await engine.logprobs([[1, 2, 3]]))[0]?.length, 2);
      } finally {
        await engine.close();
        await rm(folder, { recursive: true });
      }
    });
});
