import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import type { SearchSpec } from '../search/search-spec.ts';
import { located, modelFolder, modelHashes } from './model-files.ts';

const shipped = 'data/models/meridian-base';

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

describe('modelFolder and located', () => {
  it('read a relative folder from the root of the package, wherever the process stands', () => {
    const stands = process.cwd();
    process.chdir(tmpdir());
    try {
      assert.equal(modelFolder(shipped), join(packageRoot(), 'data', 'models', 'meridian-base'));
    } finally {
      process.chdir(stands);
    }
    assert.deepEqual(located({ kind: 'embedded', folder: shipped }), {
      kind: 'embedded',
      folder: join(packageRoot(), 'data', 'models', 'meridian-base'),
    });
  });

  it('read the folder of an adapter from there, too', () => {
    const root = packageRoot();
    const fresh = { rank: 8, alpha: 16, targetModules: 'all-linear' } as const;
    for (const [adapter, found] of [
      [{ folder: 'data/adapters/a' }, { folder: join(root, 'data', 'adapters', 'a') }],
      [fresh, fresh],
    ] as const)
      assert.deepEqual(located({ kind: 'embedded', folder: shipped, adapter }), {
        kind: 'embedded',
        folder: join(root, 'data', 'models', 'meridian-base'),
        adapter: found,
      });
  });

  it('leave an absolute folder as it is', () => {
    const spec = { kind: 'embedded', folder: '/models/a' } as const;
    assert.equal(modelFolder('/models/a'), '/models/a');
    assert.deepEqual(located(spec), spec);
  });
});

const simulated = (folder: string): SearchSpec => ({
  kind: 'simulator',
  model: { kind: 'embedded', folder },
  format: 'compact',
  tuning: 'sft',
  temperature: 1,
  maxTokensPerDocument: 8,
});

describe('modelHashes', () => {
  const files = [
    'chat_template.jinja',
    'config.json',
    'model-1.safetensors',
    'model-2.safetensors',
    'model.safetensors.index.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ];
  let root = '';
  const policy = { kind: 'embedded', folder: shipped } as const;
  const bm25 = { kind: 'bm25' } as const;
  const model = (name: string): { readonly kind: 'embedded'; readonly folder: string } => ({
    kind: 'embedded',
    folder: join(root, name),
  });
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'twinzero-models-'));
    for (const folder of ['a', 'b', 'c']) {
      mkdirSync(join(root, folder));
      for (const file of ['README.md', ...files.toReversed()])
        writeFileSync(join(root, folder, file), `${file} of ${folder}`);
    }
  });
  after(() => rmSync(root, { recursive: true }));

  /** Of folder `name` under `root`, in the order in which they stand. */
  const hashesOf = (name: string): [string, string][] =>
    files.map((file) => [`${join(root, name)}/${file}`, sha256(`${file} of ${name}`)]);

  it('are those of every file that is read, sorted, and of no other', async () => {
    const hashes = await modelHashes({ policy: model('a'), search: bm25 });
    assert.deepEqual(Object.entries(hashes), hashesOf('a'));
  });

  it('name a folder as the configuration does', async () => {
    const hashes = await modelHashes({ policy, search: bm25 });
    const there = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
    assert.deepEqual(
      Object.entries(hashes),
      there.map((file) => [
        `${shipped}/${file}`,
        sha256(readFileSync(join(packageRoot(), 'data/models/meridian-base', file))),
      ]),
    );
  });

  it('have the models inside the wrappers of both searches, each once', async () => {
    const brought = { kind: 'toy/x', settings: {}, of: simulated(join(root, 'b')) } as const;
    const hashes = await modelHashes({
      policy: model('c'),
      search: { kind: 'noise', rate: 0.1, of: { kind: 'cache', of: brought } },
      trainingSearch: { kind: 'retry', attempts: 2, backoffMs: 0, of: simulated(join(root, 'a')) },
    });
    assert.deepEqual(Object.entries(hashes), ['a', 'b', 'c'].flatMap(hashesOf));
    const once = await modelHashes({ policy: model('a'), search: simulated(join(root, 'a')) });
    assert.deepEqual(Object.entries(once), hashesOf('a'));
  });

  it('have the one of a model that is a file, by its name', async () => {
    writeFileSync(join(root, 'model.gguf'), 'GGUF');
    const file = join(root, 'model.gguf');
    assert.deepEqual(await modelHashes({ policy: { kind: 'gguf', file }, search: bm25 }), {
      [file]: sha256('GGUF'),
    });
    assert.deepEqual(located({ kind: 'gguf', file: 'models/a.gguf' }), {
      kind: 'gguf',
      file: join(packageRoot(), 'models', 'a.gguf'),
    });
  });

  it('have those of an adapter', async () => {
    const adapter = { folder: join(root, 'b') };
    const hashes = await modelHashes({ policy: { ...model('a'), adapter }, search: bm25 });
    assert.deepEqual(Object.entries(hashes), ['a', 'b'].flatMap(hashesOf));
  });

  it('have none of a model behind a server', async () => {
    const search: SearchSpec = {
      ...(simulated('') as Extract<SearchSpec, { kind: 'simulator' }>),
      model: { kind: 'chat', model: 'qwen' },
    };
    assert.deepEqual(Object.entries(await modelHashes({ policy: model('b'), search })), hashesOf('b'));
  });

  it('ask for each folder once, of whoever remembers them', async () => {
    const asked: string[] = [];
    const hashes = await modelHashes(
      { policy: model('a'), search: simulated(join(root, 'a')) },
      async (folder) => {
        asked.push(folder);
        return { 'w.safetensors': 'beef' };
      },
    );
    assert.deepEqual(asked, [join(root, 'a')]);
    assert.deepEqual(hashes, { [`${join(root, 'a')}/w.safetensors`]: 'beef' });
  });

  it('refuse a folder that cannot be read', async () => {
    await assert.rejects(modelHashes({ policy: model('missing'), search: bm25 }), {
      kind: 'data',
      message: `the model folder ${join(root, 'missing')} can't be read; check its path`,
    });
  });
});
