import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { before, describe, it } from 'mocha';
import { packageRoot } from '../harness/core/package-root.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { cli } from './testing/cli.ts';
import { type ProcessResult, runProcess } from './testing/run-process.ts';
import { writeTinyEmbeddedPolicy } from './testing/tiny-embedded-policy.ts';

const mocha = join(packageRoot(), 'node_modules', 'mocha', 'bin', 'mocha.js');
const openPolicy = pathToFileURL(join(packageRoot(), 'dist', 'harness', 'engine', 'open-policy.js')).href;
/** More threads than a session can be opened with. */
const tooMany = ['--threads', '9999999999'];

describe('a process whose engine fails', function () {
  // Each is killed after two minutes; none takes more than a few seconds.
  this.timeout(130_000);
  const newFolder = temporaryFolders();
  const model = newFolder();
  before(() => writeTinyEmbeddedPolicy(model));

  it('ends with its error when no session opens', async () => {
    const tokens = join(newFolder(), 'tokens.json');
    writeFileSync(tokens, '[[1, 2, 3]]');
    const score = ['logprobs', '--model', model, '--tokens', tokens];
    const train = ['train', 'rezero', '--arm', 'rezero', '--profile', 'smoke', '--results', newFolder()];
    for (const args of [score, train]) {
      const { code, stderr } = await cli(...args, ...tooMany);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /could not open a session on provider cpu: 'intraOpNumThreads' is invalid/);
    }
  });

  it('ends after an episode that failed for it', async () => {
    const { code, stdout } = await cli('rollout', 'rezero', '--question', 'Why?', ...tooMany);
    assert.deepEqual([code, /^failed \(ONNX Runtime could not open/m.test(stdout)], [4, true]);
  });

  /** Runs a module that begins with the tiny policy open as `policy`, by itself or under another script. */
  const run = async (body: string, ...under: readonly string[]): Promise<ProcessResult> => {
    const file = join(newFolder(), 'some.test.mjs');
    const opened = `openPolicy({ kind: 'embedded', folder: ${JSON.stringify(model)} }, { provider: 'cpu', threads: 1 })`;
    writeFileSync(
      file,
      `import { openPolicy } from ${JSON.stringify(openPolicy)};\nconst policy = await ${opened};\n${body}`,
    );
    const [script, ...args] = [...under, file];
    return runProcess(script, args);
  };

  it('ends though nobody has closed the engine, once its calls are answered', async () => {
    const body = `
      const params = { temperature: 1, maxTokens: 100, stopTokens: [] };
      const samples = await Promise.all([1, 2, 3].map((seed) => policy.sample([1, 2], { ...params, seed })));
      console.log(samples.map(({ tokens }) => tokens.length).join());`;
    assert.deepEqual(await run(body), { code: 0, stdout: '100,100,100\n', stderr: '' });
  });

  it('ends a suite in which a test has left its engine open', async () => {
    const body = "it('fails', () => { throw new Error('on purpose'); });";
    const { code, stdout } = await run(body, mocha, '--no-config');
    assert.deepEqual([code, /1 failing[^]*on purpose/.test(stdout)], [1, true], stdout);
  });
});
