import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../harness/core/package-root.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { runProcess } from './testing/run-process.ts';

const mocha = join(packageRoot(), 'node_modules', 'mocha', 'bin', 'mocha.js');
const reporter = join(packageRoot(), 'test', 'mocha-reporter.ts');

describe('the test report', function () {
  this.timeout(30_000);
  const newFolder = temporaryFolders();

  const counts = async (tests: string): Promise<{ code: number | null; last: string | undefined }> => {
    const file = join(newFolder(), 'some.test.cjs');
    writeFileSync(file, tests);
    const options = ['--no-config', '--node-option', 'import=tsx', '--reporter', reporter];
    const { code, stdout } = await runProcess(mocha, [...options, file]);
    return { code, last: stdout.trimEnd().split('\n').at(-1) };
  };

  it('ends with the counts of what passed, failed and was skipped', async () => {
    const tests = `
      it('passes', () => {});
      it('passes, too', () => {});
      it('fails', () => { throw new Error('on purpose'); });
      it('is skipped', function () { this.skip(); });
      it('is not written yet');
      describe('a suite', () => {
        before(function () { this.skip(); });
        it('is skipped with its suite', () => {});
      });`;
    assert.deepEqual(await counts(tests), { code: 1, last: '2 passed, 1 failed, 3 skipped' });
    assert.deepEqual(await counts("it('passes', () => {});"), {
      code: 0,
      last: '1 passed, 0 failed, 0 skipped',
    });
  });

  it('fails when no test ran, or none passed', async () => {
    assert.deepEqual(await counts(''), { code: 1, last: '0 passed, 0 failed, 0 skipped' });
    assert.deepEqual(await counts("it('is not written yet');"), {
      code: 1,
      last: '0 passed, 0 failed, 1 skipped',
    });
  });
});
