import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import { tinyFolder } from './embedded/testing/tiny-model.ts';
import { openPolicy, openTokenPolicy, policySpec } from './open-policy.ts';

const place = { provider: 'cpu', threads: 1, lanes: 2, maxTokens: 64 } as const;

describe('openPolicy', function () {
  this.timeout(30_000);

  it('opens the engine with the codec of its folder', async () => {
    const folder = join(packageRoot(), 'data', 'models', 'meridian-base');
    const policy = await openPolicy({ kind: 'embedded', folder }, place);
    try {
      const { profile, codec } = policy;
      assert.deepEqual(
        [profile.id, profile.maxConcurrency, profile.maxSequenceTokens],
        ['embedded/cpu', 2, 64],
      );
      assert.equal(codec.decode(codec.encode('search')).trim(), 'search');
      const { tokens } = await policy.sample(codec.prompt('Why?'), {
        temperature: 1,
        maxTokens: 1,
        seed: 1,
        stopTokens: [],
      });
      assert.ok((tokens[0] ?? NaN) < codec.vocabularySize);
    } finally {
      await policy.close();
    }
  });

  it('needs no tokenizer for a policy of token ids, and says so for one of texts', async () => {
    const folder = await tinyFolder();
    const spec = { kind: 'embedded', folder } as const;
    try {
      await assert.rejects(openPolicy(spec, place), {
        kind: 'configuration',
        message: `${join(folder, 'tokenizer.json')} cannot be read: give a Hugging Face folder with a tokenizer`,
      });
      const policy = await openTokenPolicy(spec, place);
      const scored = await policy.scorer?.logprobs([[1, 2, 3]], { temperature: 1 });
      await policy.close();
      assert.equal(scored?.[0]?.length, 2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('openPolicy of a folder with a broken tokenizer', () => {
  it('fails before it opens an engine, which would also fail here', async () => {
    const folder = await tinyFolder();
    await writeFile(join(folder, 'tokenizer.json'), '{');
    await rm(join(folder, 'config.json'));
    await assert.rejects(openPolicy({ kind: 'embedded', folder }, place), {
      kind: 'configuration',
      message: /tokenizer\.json/,
    });
    await rm(folder, { recursive: true });
  });
});

describe('policySpec', () => {
  it('reads a folder of the embedded engine or a served model, and nothing it does not know', () => {
    const spec = { kind: 'embedded', folder: '/models/a' };
    const adapter = { rank: 64, alpha: 64, targetModules: ['q_proj', 'down_proj'] };
    const right = [
      spec,
      { ...spec, template: 'rag' },
      { ...spec, adapter },
      { ...spec, adapter: { ...adapter, rankStabilised: true, seed: 3 } },
      { ...spec, adapter: { ...adapter, targetModules: 'all-linear' } },
      { ...spec, adapter: { folder: '/adapters/b' } },
      { kind: 'openai', model: 'a' },
      { kind: 'openai', model: 'a', tokenizer: '/models/a', template: 'rag' },
    ];
    for (const each of right) assert.deepEqual(policySpec.parse(each), each);
    for (const wrong of [
      { ...spec, adapter: {} },
      { ...spec, adapter: { ...adapter, rank: 0 } },
      { ...spec, adapter: { ...adapter, alpha: 0 } },
      { ...spec, adapter: { ...adapter, dropout: 0.1 } },
      { ...spec, adapter: { ...adapter, targetModules: ['lm_head'] } },
      { ...spec, adapter: { ...adapter, targetModules: [] } },
      { ...spec, adapter: { ...adapter, folder: '/adapters/b' } },
      { ...spec, kind: 'other' },
      { ...spec, folder: '' },
      { ...spec, template: '' },
      { ...spec, threads: 1 },
      { kind: 'openai' },
      { kind: 'openai', model: '' },
      { kind: 'openai', model: 'a', host: 'http://a/v1' },
    ])
      assert.equal(policySpec.safeParse(wrong).success, false);
  });
});
