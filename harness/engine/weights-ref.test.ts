import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { folderOf, inFolder, weightsRef } from './weights-ref.ts';

describe('a reference to weights', () => {
  it('is a folder or a name, and nothing else', () => {
    for (const ref of [inFolder('/a'), { kind: 'named', name: 'run-1' }])
      assert.deepEqual(weightsRef.parse(ref), ref);
    for (const wrong of [
      '/a',
      inFolder(''),
      { kind: 'named', folder: '/a' },
      { ...inFolder('/a'), name: 'b' },
    ])
      assert.equal(weightsRef.safeParse(wrong).success, false);
  });

  it('gives its folder, or says that it has none', () => {
    assert.equal(folderOf(inFolder('/a')), '/a');
    assert.throws(() => folderOf({ kind: 'named', name: 'run-1' }), {
      kind: 'configuration',
      message:
        'the weights "run-1" are on a server, and this engine loads folders: export them to a folder first',
    });
  });
});
