import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { knownOrBrought, registered, registeredName } from './registered.ts';

describe('registeredName', () => {
  it('is <reproduction>/<name>, in lower-case letters, digits and hyphens', () => {
    for (const name of ['zerosearch/mispaired', 'a-1/b-2']) assert.equal(registeredName.parse(name), name);
    for (const name of ['mispaired', '/a', 'a/', 'a/b/c', 'A/b', 'a/b c', 'a /b', 'a/b\n', ''])
      assert.equal(registeredName.safeParse(name).success, false, JSON.stringify(name));
  });
});

describe('registered', () => {
  const parts = { 'toy/one': 1, 'toy/none': 0 };

  it('gives the part of this name', () => {
    assert.equal(registered(parts, 'toy/one', 'judge'), 1);
    assert.equal(registered(parts, 'toy/none', 'judge'), 0);
  });

  it('refuses a name that is not at hand and names those that are', () => {
    assert.throws(() => registered(parts, 'toy/two', 'judge'), {
      kind: 'configuration',
      message: 'there is no judge "toy/two" here; this reproduction brings toy/one, toy/none',
    });
    assert.throws(() => registered({}, 'toy/one', 'search'), {
      kind: 'configuration',
      message: 'there is no search "toy/one" here; this reproduction brings none',
    });
  });

  it('never takes what every object has for a part', () => {
    for (const name of ['constructor', 'toString', '__proto__'])
      assert.throws(() => registered(parts, name, 'judge'), /there is no judge/u, name);
  });
});

describe('knownOrBrought', () => {
  const schema = knownOrBrought(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('plain') }),
      z.strictObject({ kind: z.literal('sized'), size: z.number().max(3).default(1) }),
    ]),
    z.strictObject({ kind: registeredName, of: z.string() }),
  );
  const problems = (value: unknown): readonly (readonly [string, string])[] =>
    schema.safeParse(value).error?.issues.map(({ path, message }) => [path.join('.'), message] as const) ??
    [];

  it('reads a known kind and a registered name, each with its settings', () => {
    assert.deepEqual(schema.parse({ kind: 'plain' }), { kind: 'plain' });
    assert.deepEqual(schema.parse({ kind: 'sized' }), { kind: 'sized', size: 1 });
    assert.deepEqual(schema.parse({ kind: 'toy/x', of: 'y' }), { kind: 'toy/x', of: 'y' });
  });

  it('says what is wrong in the one that is meant, by the path of the field', () => {
    assert.deepEqual(problems({ kind: 'sized', size: 4 }), [['size', 'Too big: expected number to be <=3']]);
    assert.deepEqual(problems({ kind: 'plain', of: 'y' }), [['', 'Unrecognized key: "of"']]);
    assert.deepEqual(problems({ kind: 'toy/x' }), [
      ['of', 'Invalid input: expected string, received undefined'],
    ]);
    assert.deepEqual(problems({ kind: 'other' }), [
      ['kind', `Invalid discriminator value. Expected 'plain' | 'sized'`],
    ]);
    assert.deepEqual(problems({ kind: 'Toy/x', of: 'y' }), [
      ['kind', 'must be a known kind, or <reproduction>/<name> of one that a reproduction brings'],
    ]);
    for (const value of [undefined, null, 'plain', []])
      assert.match(problems(value)[0]?.[1] ?? '', /expected object/u);
  });

  it('keeps the path of what it stands in, and may be absent there', () => {
    const around = z.strictObject({ judge: schema, other: schema.exactOptional() });
    assert.deepEqual(around.parse({ judge: { kind: 'plain' } }), { judge: { kind: 'plain' } });
    const refused = around.safeParse({ judge: { kind: 'sized', size: 9 }, other: { kind: 'toy/x' } });
    assert.deepEqual(
      refused.error?.issues.map(({ path }) => path.join('.')),
      ['judge.size', 'other.of'],
    );
    assert.equal(around.safeParse({}).success, false);
    assert.equal(around.safeParse({ judge: { kind: 'plain' }, other: undefined }).success, false);
  });
});
