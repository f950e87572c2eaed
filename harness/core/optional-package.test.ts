import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { findPackage, type OptionalPackage } from './optional-package.ts';

const wanted: OptionalPackage = {
  id: 'toy',
  name: '@some/toy',
  version: '1.2.3',
  variable: 'TWINZERO_TOY',
  needed: 'toys need',
};
let root = '';

/** A folder in which that version of the package is installed. */
async function installed(version: string): Promise<string> {
  const folder = join(root, version);
  const own = join(folder, 'node_modules', '@some', 'toy');
  await mkdir(join(own, 'dist'), { recursive: true });
  await writeFile(join(own, 'package.json'), JSON.stringify({ version, main: 'dist/index.js' }));
  await writeFile(join(own, 'dist', 'index.js'), '');
  return folder;
}

describe('an optional package', () => {
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'twinzero-optional-'));
  });
  after(() => rm(root, { recursive: true }));

  it('is found in the first folder that has it', async () => {
    const folder = await installed('1.2.3');
    const { main, version } = findPackage(wanted, [join(root, 'none'), folder]);
    assert.equal(main, join(folder, 'node_modules', '@some', 'toy', 'dist', 'index.js'));
    assert.equal(version, '1.2.3');
  });

  it('is refused in another version, unless that is one it works with', async () => {
    const folder = await installed('1.3.0');
    assert.throws(() => findPackage(wanted, [folder]), {
      kind: 'configuration',
      message: `${join(folder, 'node_modules', '@some', 'toy')} is @some/toy 1.3.0, and TwinZero is made for 1.2.3: install that version`,
    });
    assert.equal(findPackage({ ...wanted, accepts: /^1\./u }, [folder]).version, '1.3.0');
  });

  it('says how it is installed where it is not', () => {
    assert.throws(() => findPackage(wanted, ['/nowhere']), {
      kind: 'configuration',
      message:
        'toys need the optional package @some/toy, which is not in /nowhere: run twinzero doctor --install toy, or set TWINZERO_TOY to a folder where npm install @some/toy@1.2.3 was run',
    });
  });
});
