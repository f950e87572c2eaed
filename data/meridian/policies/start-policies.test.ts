import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../../../harness/core/package-root.ts';
import { startOf, startPolicies } from './start-policies.ts';

describe('startOf', () => {
  it('takes the first policy of a protocol for odd seeds and the second for even ones', () => {
    const folders = [1, 2, 3, 1001, 1002].map((seed) => startOf('rezero', seed).folder);
    const [first, second] = ['data/models/meridian-base', 'data/models/meridian-base-2'];
    assert.deepEqual(folders, [first, second, first, first, second]);
    assert.equal(startOf('search-r1', 2).folder, 'data/models/meridian-search-r1-2');
  });

  it('names policies that are shipped', () => {
    const missing = startPolicies.filter(({ folder }) => !existsSync(join(packageRoot(), folder)));
    assert.deepEqual(missing, []);
  });
});
