import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from '../harness/core/package-root.ts';
import { cli } from './testing/cli.ts';

const packed = z.tuple([
  z.looseObject({ size: z.number(), files: z.array(z.looseObject({ path: z.string() })) }),
]);

/** What `npm pack` would put into the tarball, and the tarball's size in bytes; no script runs. */
async function packedFiles(): Promise<{ readonly size: number; readonly paths: readonly string[] }> {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: packageRoot() });
  const [{ size, files }] = packed.parse(JSON.parse(stdout));
  return { size, paths: files.map(({ path }) => path) };
}

describe('the package', () => {
  it('holds what the installed program reads, and no test', async function () {
    this.timeout(30_000);
    const { size, paths } = await packedFiles();
    const files = new Set(paths);
    for (const needed of [
      'LICENSE',
      'dist/harness/cli/main.js',
      'dist/harness/index.d.ts',
      'docs/own-reproduction.md',
      'dist/reproductions/rezero/reproduction.js',
      'data/prices.json',
      'data/released-models.json',
      'data/apollo13/manifest.json',
      'data/meridian/chunks.jsonl',
      'data/models/meridian-base/model.safetensors',
      'data/models/simulator-l/model.safetensors',
      'baselines/template/yours.ts',
      'baselines/rag.ts',
      'reproductions/rezero/paper.csv',
      'reproductions/zerosearch/paper/main.csv',
      'results/rezero/default/summary.csv',
    ])
      assert.ok(files.has(needed), needed);
    const stray = [...files].filter((path) =>
      /\.test\.|\/testing\/|\/smoke\/|\.map$|run\.json$|^test\//u.test(path),
    );
    assert.deepEqual(stray, []);
    // Nine float16 models that no compression makes smaller are 10.5 million of it.
    assert.ok(size < 13e6, `${size} bytes`);
  });

  it('says its version', async () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')));
    const { code, stdout } = await cli('--version');
    assert.deepEqual([code, stdout.trim()], [0, version]);
  });
});
