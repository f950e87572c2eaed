import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { parseJson, rowId } from './parse-json.ts';

const schema = z.strictObject({ name: z.string(), sizes: z.array(z.number()) });
const place = { where: 'a.jsonl:3', mend: 'delete the line' };

function refusal(text: string): (error: unknown) => boolean {
  return (error) => error instanceof Error && error.message === text;
}

describe('parseJson', () => {
  it('gives back what fits', () => {
    assert.deepEqual(parseJson('{"name":"x","sizes":[1,2]}', schema, place), { name: 'x', sizes: [1, 2] });
  });

  it('says where what is wrong and what to do, in one sentence', () => {
    for (const [text, message] of [
      ['{"name":"x","sizes":[1,"2"]}', '"sizes.1": expected number, received string'],
      ['{"name":"x"}', '"sizes": expected array, received undefined'],
      ['{"name":"x","sizes":[],"size":1}', 'value: Unrecognized key: "size"'],
      ['7', 'value: expected object, received number'],
    ] as const)
      assert.throws(
        () => parseJson(text, schema, place),
        refusal(`a.jsonl:3: bad ${message}; delete the line`),
      );
    assert.throws(
      () => parseJson('  ', schema, { where: 'b.json' }),
      refusal('b.json: nothing where JSON is expected'),
    );
    assert.throws(
      () => parseJson('{"name"', schema, place),
      /^TwinZeroError: a\.jsonl:3: broken JSON \(.+\) where JSON is expected; delete the line$/,
    );
  });

  const anything = z.unknown();

  it('refuses an integer that it would round, with its field', () => {
    for (const [text, message] of [
      ['{"id":9007199254740993}', '"id": 9007199254740993 is read as 9007199254740992'],
      ['{"id":-9007199254740993}', '"id": -9007199254740993 is read as -9007199254740992'],
      [
        '{"a\\"1":[{"b":2},{"id" : 36893488147419103233}]}',
        '"a"1.1.id": 36893488147419103233 is read as 36893488147419103232',
      ],
      [
        `${'['.repeat(100_000)}9007199254740993${']'.repeat(100_000)}`,
        'value: 9007199254740993 is read as 9007199254740992',
      ],
      [`{"id":1${'0'.repeat(400)}}`, `"id": 1${'0'.repeat(39)}... is read as Infinity`],
      ['12345678901234567', 'value: 12345678901234567 is read as 12345678901234568'],
    ] as const)
      assert.throws(
        () => parseJson(text, anything, place),
        refusal(`a.jsonl:3: bad ${message}; write it as a string`),
      );
  });

  it('takes what is exact, a fraction or text', () => {
    for (const text of [
      '9007199254740991',
      // What Hugging Face writes for a tokenizer without a longest text: 1e30, exactly.
      '{"model_max_length":1000000000000000019884624838656}',
      '[0.1234567890123456789,1.2345678901234567e20,12345678901234567.0]',
      '{"id":"9007199254740993","9007199254740993":"\\\\","x":"\\"9007199254740993"}',
    ])
      assert.deepEqual(parseJson(text, anything, place), JSON.parse(text), text);
  });

  it('takes an id that every program prints alike', () => {
    for (const text of ['"x"', '7', '-1', '9007199254740991'])
      assert.equal(parseJson(text, rowId, place), JSON.parse(text));
    for (const text of ['1.5', '1e30', '9007199254740992', 'null', 'true'])
      assert.throws(
        () => parseJson(text, rowId, place),
        /bad value: expected text or a whole number up to 9007199254740991; write it as a string/u,
      );
  });

  it('looks for such integers in time that grows with the text', () => {
    const text = JSON.stringify({ id: '1234567890123456', text: '\\"'.repeat(5_000_000) });
    const start = process.cpuUsage();
    parseJson(text, anything, place);
    // A tenth of a second here.
    assert.ok(process.cpuUsage(start).user < 1_500_000);
  });
});
