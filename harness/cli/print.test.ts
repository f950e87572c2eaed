import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';

/** What `printPieces` writes into a pipe under these variables, for a text that would clear the screen. */
function printed(variables: NodeJS.ProcessEnv): string {
  const pieces = [{ text: 'one\n\u001b[2J two', style: 'dim' }, { text: '\n' }];
  const script = `import { printPieces } from './harness/cli/print.ts'; printPieces(${JSON.stringify(pieces)});`;
  const args = ['--import=tsx', '--no-experimental-require-module', '--input-type=module', '-e', script];
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const { stdout, status } = spawnSync(process.execPath, args, {
    cwd: packageRoot(),
    env: { ...env, ...variables },
    encoding: 'utf8',
  });
  assert.equal(status, 0);
  return stdout;
}

describe('printPieces', () => {
  const plain = 'one\n\\u001b[2J two\n';

  it('is plain in a pipe, and under NO_COLOR', () => {
    assert.equal(printed({}), plain);
    assert.equal(printed({ NO_COLOR: '1' }), plain);
  });

  it('styles each line under FORCE_COLOR, and what stands in the text still commands nothing', () => {
    assert.equal(
      printed({ FORCE_COLOR: '1' }),
      '\u001b[2mone\u001b[22m\n\u001b[2m\\u001b[2J two\u001b[22m\n',
    );
  });
}).timeout(60_000);
