import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lanceDbPackages } from './lancedb-packages.ts';

describe('lanceDbPackages', () => {
  it('are the package, the library of one machine and Arrow', () => {
    assert.deepEqual(lanceDbPackages({ platform: 'linux', arch: 'x64' }), [
      '@lancedb/lancedb@0.31.0',
      '@lancedb/lancedb-linux-x64-gnu@0.31.0',
      'apache-arrow@18.1.0',
    ]);
    assert.equal(
      lanceDbPackages({ platform: 'darwin', arch: 'arm64' })[1],
      '@lancedb/lancedb-darwin-arm64@0.31.0',
    );
  });

  it('say where there is none', () => {
    assert.throws(() => lanceDbPackages({ platform: 'darwin', arch: 'x64' }), {
      kind: 'configuration',
      message: /^there is no build of LanceDB for darwin on x64: /u,
    });
  });
});
