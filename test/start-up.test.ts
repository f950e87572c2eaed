import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { everyCommand } from '../harness/cli/find-commands.ts';
import { overviewOf } from '../harness/cli/overview.ts';
import { packageRoot } from '../harness/core/package-root.ts';
import { cliFile } from './testing/cli.ts';
import { runProcess } from './testing/run-process.ts';

const listing = pathToFileURL(join(packageRoot(), 'dist', 'test', 'testing', 'list-modules.js')).href;

/** Files that a command line reads as code: those of packages by package, ours from `dist/` on. */
async function modulesOf(...args: readonly string[]): Promise<ReadonlySet<string>> {
  const { stderr } = await runProcess('--import', [listing, cliFile, ...args]);
  return new Set(stderr.split('\n').flatMap((line) => (line.startsWith('file:') ? [nameOf(line)] : [])));
}

function nameOf(url: string): string {
  const [, packaged] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/u.exec(url) ?? [];
  return packaged ?? url.slice(url.indexOf('/dist/') + 1);
}

/** Libraries that take long to load or may be absent: whoever computes, draws or serves loads them then. */
const heavy = [
  'onnxruntime-node',
  '@xenova/transformers',
  'vega',
  'vega-lite',
  '@bufbuild/protobuf',
  'tinybench',
];

describe('what a command reads before it runs', function () {
  this.timeout(120_000);

  it('is, for the help, no command', async () => {
    const read = await modulesOf('--help');
    assert.ok(read.has('dist/harness/cli/main.js'));
    const strange = [...read].filter(
      (name) =>
        !['commander', 'zod'].includes(name) && !/^dist\/harness\/(?:cli|core|data)\/[^/]+$/u.test(name),
    );
    assert.deepEqual(strange, []);
  });

  it('is, for a list of all there is, nothing that computes', async () => {
    const read = await modulesOf('list');
    assert.ok(read.has('dist/reproductions/rezero/reproduction.js'));
    assert.deepEqual(
      heavy.filter((name) => read.has(name)),
      [],
    );
  });

  it('shows the same help as the commands themselves', async () => {
    const written = readFileSync(join(packageRoot(), 'dist', 'harness', 'cli', 'overview.json'), 'utf8');
    assert.deepEqual(JSON.parse(written), overviewOf(await everyCommand()), 'run `npm run build`');
  });
});
