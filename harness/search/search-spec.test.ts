import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { denseWays } from './dense/dense-spec.ts';
import { encodersOf, modelsOf, type SearchSpec, searchSpec } from './search-spec.ts';

const bm25 = { kind: 'bm25' } as const;
const model = { kind: 'embedded', folder: 'data/models/simulator-l' } as const;
const simulator = {
  kind: 'simulator',
  model,
  format: 'compact',
  tuning: 'sft',
  temperature: 0.8,
  maxTokensPerDocument: 40,
} as const;
const curriculum = { kind: 'exponential', start: 0, end: 0.75, base: 4 } as const;
const encoder = { kind: 'onnx', folder: 'models/e5' } as const;
const dense = { kind: 'dense', model: encoder, ...denseWays.e5 } as const;
const brought = { kind: 'toy/shuffled', settings: { rate: 0.5, order: 'reverse', twice: true } } as const;

/** Everything around everything that may stand inside. */
const trees: Readonly<Record<string, SearchSpec>> = {
  bm25,
  'bm25 with its parameters': { kind: 'bm25', k1: 0.9, b: 0 },
  oracle: { kind: 'oracle' },
  dense,
  'a retriever behind a server': { kind: 'retriever', name: 'wiki18-e5' },
  'dense with a model of the hub': { ...dense, model: { kind: 'onnx-hub', model: 'a/b', revision: 'c' } },
  'the perfect simulator under a curriculum': {
    kind: 'curriculum',
    curriculum,
    of: { kind: 'perfect-simulator' },
  },
  simulator,
  'a simulator behind a server, in a format of the reproduction': {
    ...simulator,
    model: { kind: 'chat', model: 'qwen' },
    format: 'toy/published',
  },
  noise: { kind: 'noise', rate: 0.1, of: bm25 },
  fault: { kind: 'fault', rate: 1, of: bm25 },
  'a retry of a fault': {
    kind: 'retry',
    attempts: 3,
    backoffMs: 0,
    of: { kind: 'fault', rate: 0, of: bm25 },
  },
  'a curriculum around a cache around a simulator': {
    kind: 'curriculum',
    curriculum,
    of: { kind: 'cache', of: simulator },
  },
  'a search of the web, inside noise': {
    kind: 'noise',
    rate: 0.1,
    of: { kind: 'serpapi', language: 'pt-br', country: 'us' },
  },
  'a search of the reproduction': brought,
  'one around another, inside noise': { kind: 'noise', rate: 0.1, of: { ...brought, of: bm25 } },
};

const problems = (spec: unknown): string[] =>
  searchSpec.safeParse(spec).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('searchSpec', () => {
  for (const [name, tree] of Object.entries(trees))
    it(`takes ${name}, as it stands`, () => {
      assert.deepEqual(searchSpec.parse(tree), tree);
    });

  const known = /kind: .*'bm25'.*'simulator'.*'noise'.*'curriculum'/u;
  it('refuses kinds it does not know, however deep, and names those it knows', () => {
    assert.match(problems({ kind: 'bm26' }).join(), new RegExp(`^${known.source}`, 'u'));
    const deep = { kind: 'cache', of: { kind: 'retry', attempts: 1, backoffMs: 0, of: { kind: 'bm26' } } };
    assert.match(problems(deep).join(), new RegExp(`^of\\.of\\.${known.source}`, 'u'));
    assert.match(problems({ ...brought, of: { kind: 'bm26' } }).join(), /^of\.kind: /u);
    assert.match(problems({ kind: 'Toy/x', settings: {} }).join(), /^kind: .*<reproduction>\/<name>/u);
  });

  const refused: readonly (readonly [unknown, RegExp])[] = [
    [{ kind: 'bm25', k2: 1 }, /^: Unrecognized key: "k2"$/u],
    [{ ...bm25, of: bm25 }, /^: Unrecognized key: "of"$/u],
    [{ kind: 'bm25', b: 1.1 }, /^b: Too big/u],
    [{ kind: 'serper', key: 'x' }, /^: Unrecognized key: "key"/u],
    [{ kind: 'wikipedia', language: 'English' }, /^language: expected a code/u],
    [{ kind: 'searxng', engines: 'a, b' }, /^engines: expected names/u],
    [{ ...dense, model: { kind: 'onnx-hub', model: 'b' } }, /^model\.model: expected owner\/name$/u],
    [{ ...dense, metric: 'dot' }, /^metric: /u],
    [{ kind: 'noise', rate: 0.1 }, /^of: .*expected object, received undefined/u],
    [{ kind: 'noise', rate: 2, of: bm25 }, /^rate: Too big/u],
    [{ kind: 'retry', attempts: 0, backoffMs: 0, of: bm25 }, /^attempts: Too small/u],
    [{ kind: 'curriculum', curriculum: { ...curriculum, base: 1 }, of: simulator }, /^curriculum\.base: /u],
    [{ kind: 'toy/x' }, /^settings: /u],
    [{ ...brought, settings: { list: [1] } }, /^settings\.list: /u],
    [{ ...simulator, model: { kind: 'other', folder: 'x' } }, /^model\.kind: .*'embedded' \| .*'chat'/u],
    [{ ...simulator, model: { kind: 'chat' } }, /^model\.model: /u],
    [{ ...simulator, format: 'other' }, /^format: .*"compact" or .*<reproduction>\/<name>/u],
    [undefined, /expected object, received undefined/u],
  ];
  for (const [spec, said] of refused)
    it(`refuses ${JSON.stringify(spec)} and says what is wrong`, () => {
      const found = problems(spec);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', said);
    });
});

describe('modelsOf', () => {
  it('finds the model of a simulator inside any wrappers, those of the reproduction too', () => {
    const inside: SearchSpec = {
      kind: 'retry',
      attempts: 2,
      backoffMs: 1,
      of: { ...brought, of: simulator },
    };
    assert.deepEqual(modelsOf(simulator), [model]);
    assert.deepEqual(modelsOf({ kind: 'curriculum', curriculum, of: { kind: 'cache', of: inside } }), [
      model,
    ]);
    const chat = { kind: 'chat', model: 'qwen' } as const;
    assert.deepEqual(modelsOf({ kind: 'cache', of: { ...simulator, model: chat } }), [chat]);
  });

  it('finds none where nothing is simulated', () => {
    for (const spec of [
      bm25,
      { kind: 'oracle' } as const,
      brought,
      { kind: 'noise', rate: 0.5, of: bm25 } as const,
    ])
      assert.deepEqual(modelsOf(spec), []);
  });
});

describe('encodersOf', () => {
  it('finds the encoder of a dense search inside any wrappers', () => {
    assert.deepEqual(encodersOf({ kind: 'noise', rate: 0.5, of: { ...brought, of: dense } }), [encoder]);
    assert.deepEqual(modelsOf(dense), []);
    assert.deepEqual(encodersOf(simulator), []);
  });
});
