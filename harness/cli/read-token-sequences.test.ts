import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { readTokenSequences } from './read-token-sequences.ts';

describe('readTokenSequences', () => {
  let folder = '';
  let file = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-tokens-'));
    file = join(folder, 'tokens.json');
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (text: string): Promise<number[][]> => {
    await writeFile(file, text);
    return readTokenSequences(file, { vocabularySize: 50, maxPositions: 4 });
  };

  it('reads arrays of token ids up to the limits', async () => {
    assert.deepEqual(await read('[[0, 49], [1, 2, 3, 4]]'), [
      [0, 49],
      [1, 2, 3, 4],
    ]);
    assert.deepEqual(await read('[[3]]'), [[3]]);
  });

  const faults: readonly (readonly [text: string, message: RegExp])[] = [
    ['[]', /tokens\.json has no sequences: give a JSON array/],
    ['[[1, 2], []]', /tokens\.json, sequence 2 is empty/],
    ['[[1, 2, 3, 4, 5]]', /sequence 1 has 5 tokens: the model was made for at most 4/],
    ['[[1, 2], [3, 50]]', /sequence 2, token 2 is 50: the model's vocabulary ends at 49/],
    ['[[1, -2]]', /tokens\.json, sequence 1, token 2: give a JSON array/],
    ['[[1, 2.5]]', /sequence 1, token 2: give/],
    ['[1, 2]', /tokens\.json, sequence 1: give/],
    ['{"a": 1}', /tokens\.json: give a JSON array of token-id arrays$/],
    ['[[1, 2]', /tokens\.json: broken JSON/],
  ];
  for (const [text, message] of faults)
    it(`refuses ${text}`, async () => {
      await assert.rejects(read(text), { kind: 'data', message });
    });

  it('refuses bytes that are not UTF-8', async () => {
    await writeFile(file, Buffer.from('[[1],\n"\xff"]', 'latin1'));
    await assert.rejects(readTokenSequences(file, { vocabularySize: 50, maxPositions: 4 }), {
      kind: 'data',
      message: /tokens\.json:2: byte 2 of the line/,
    });
  });

  it('names a file that is not there', async () => {
    await assert.rejects(
      readTokenSequences(join(folder, 'none.json'), { vocabularySize: 50, maxPositions: 4 }),
      {
        kind: 'data',
        message: /none\.json cannot be read/,
      },
    );
  });
});
