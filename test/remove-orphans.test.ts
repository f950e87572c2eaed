import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../harness/core/package-root.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';

const script = join(packageRoot(), 'build', 'remove-orphans.mjs');

describe('a build', () => {
  const newFolder = temporaryFolders();

  it('keeps what has a source and removes what lost it, so that nothing deleted is found', () => {
    const root = newFolder();
    const outputs = ['reproduction.js', 'reproduction.js.map', 'reproduction.d.ts', 'reproduction.d.ts.map'];
    const kept = outputs.map((name) => join('dist', 'reproductions', 'kept', name));
    const gone = outputs.map((name) => join('dist', 'reproductions', 'gone', name));
    const other = [join('dist', 'reproductions', 'tsconfig.tsbuildinfo')];
    for (const name of [join('reproductions', 'kept', 'reproduction.ts'), ...kept, ...gone, ...other]) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), '');
    }
    execFileSync(process.execPath, [script], { cwd: root });
    const left = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' });
    const files = [...kept, ...other].map((name) => name.slice('dist/'.length));
    assert.deepEqual(
      left.sort(),
      [...files, 'reproductions', 'reproductions/gone', 'reproductions/kept'].sort(),
    );
  });

  it('may be the first', () => {
    execFileSync(process.execPath, [script], { cwd: newFolder() });
  });
});
