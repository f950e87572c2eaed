import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fieldsOf } from '../core/json-fields.ts';
import { type RunConfig, parseRunConfig } from './run-config.ts';
import { configHash, requireSameRun, type RunIdentity } from './run-identity.ts';
import { smallConfig } from './testing/small-config.ts';

/** The same value with the fields of every record in reverse. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(turned);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, field]) => [key, turned(field)])
      .toReversed(),
  );
}

/** A copy in which the field at `path` is another value. */
function changed(value: unknown, [key = '', ...rest]: readonly string[]): unknown {
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: rest.length === 0 ? 'another' : changed(fields[key], rest) };
}

const config = smallConfig({ search: { kind: 'noise', rate: 0.5, of: { kind: 'bm25', k1: 0.9 } } });

describe('configHash', () => {
  it('is the sha256 of the sorted configuration, whatever the order of its fields', () => {
    const reversed = turned(config) as RunConfig;
    assert.deepEqual(Object.keys(reversed)[0], Object.keys(config).at(-1));
    assert.equal(configHash(reversed), configHash(config));
    assert.equal(configHash(parseRunConfig(reversed)), configHash(config));
    // Of Python's json.dumps with sorted keys and no spaces, 1e-08 written 1e-8 as JavaScript does.
    assert.equal(
      configHash(smallConfig()),
      'daff34562d6f9975dabf1b007d4c9d71b0c13d410bdbf3764b89b3044ecc4d49',
    );
  });

  it('changes with every value, however deep, and with a choice that was absent', () => {
    const paths = [...fieldsOf(config).keys()];
    assert.ok(paths.includes('search.of.k1') && paths.includes('adam.epsilon') && paths.includes('rewards'));
    const hashes = paths.map((path) => configHash(changed(config, path.split('.')) as RunConfig));
    hashes.push(configHash(config), configHash({ ...config, trainOn: 'policy' }));
    assert.equal(new Set(hashes).size, paths.length + 2);
  });
});

const refuses = (saved: unknown, now: RunIdentity, said: string): void => {
  assert.throws(() => requireSameRun(saved, now, 'runs/a-s1'), {
    kind: 'configuration',
    message: `runs/a-s1 was started with ${said}; restore that value, or delete the folder to start anew`,
  });
};

describe('requireSameRun', () => {
  const identity: RunIdentity = {
    config,
    dataHashes: { 'chunks.jsonl': 'a' },
    modelHashes: { 'm/model.safetensors': 'b' },
    engine: { id: 'embedded/cpu', determinism: { threads: 1 } },
  };
  it('lets the same run pass, read back and in another order', () => {
    requireSameRun(JSON.parse(JSON.stringify(identity)), identity, 'x');
    requireSameRun(turned(identity), identity, 'x');
  });

  it('names the first field that differs, with both values', () => {
    const other = { ...identity, config: { ...config, seed: 2, adam: { ...config.adam, beta1: 0.5 } } };
    // In the order of the configuration that was saved: the seed stands before the optimiser.
    refuses(identity, other, 'config.seed 1, now it is 2');
    refuses(
      identity,
      { ...other, config: { ...other.config, seed: 1 } },
      'config.adam.beta1 0.9, now it is 0.5',
    );
    refuses(
      identity,
      { ...identity, modelHashes: { 'm/model.safetensors': 'c' } },
      'modelHashes.m/model.safetensors "b", now it is "c"',
    );
    refuses(
      identity,
      { ...identity, engine: { id: 'embedded/cpu', determinism: { threads: 2 } } },
      'engine.determinism.threads 1, now it is 2',
    );
  });

  it('names a field that only one of them has', () => {
    refuses(identity, { ...identity, critic: 'embedded/cpu' }, 'critic absent, now it is "embedded/cpu"');
    refuses({ ...identity, critic: 'embedded/cpu' }, identity, 'critic "embedded/cpu", now it is absent');
  });
});
