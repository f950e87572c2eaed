import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { parseJson } from './parse-json.ts';

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
});
