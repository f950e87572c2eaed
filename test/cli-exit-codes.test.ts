import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import { mapConcurrent } from '../harness/core/map-concurrent.ts';
import { packageRoot } from '../harness/core/package-root.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { cli, cliFile } from './testing/cli.ts';
import { runProcess } from './testing/run-process.ts';

const usage: readonly (readonly [name: string, args: readonly string[], message: RegExp])[] = [
  ['an unknown command', ['evalaute'], /unknown command 'evalaute'\n\(Did you mean evaluate\?\)/],
  ['an unknown command below another', ['data', 'verfy'], /\(Did you mean verify\?\)/],
  ['an unknown flag', ['list', '--jsn'], /\(Did you mean --json\?\)/],
  ['a missing argument', ['publish'], /missing required argument 'folder'/],
  ['no reproduction', ['describe'], /no reproduction is named; give one, e\.g\. rezero/],
  ['a flag that is not a number', ['evaluate', 'rezero', '--threads', 'two'], /give a whole number from 1/],
  [
    'an unknown provider',
    ['rollout', 'rezero', '--provider', 'tpu'],
    /Allowed choices are cpu, webgpu, cuda/,
  ],
  [
    'an unknown reproduction',
    ['describe', 'zero'],
    /there is no reproduction "zero"; known: crossover, dose-retry, dose-simulator, rezero, stability, zerosearch/,
  ],
  ['an unknown arm', ['train', 'rezero', '--arm', 'both'], /no arm "both"; known: rezero, three-reward/],
  ['an unknown preset', ['rescore', 'x.jsonl', '--preset', 'best'], /paper-2025-04-04/],
  ['a folder without a model', ['evaluate', 'rezero', '--model', '/nowhere'], /\/nowhere\/.* cannot be read/],
  ['seed 0, which is a seed', ['evaluate', 'rezero', '--seed', '0', '--model', '/nowhere'], /cannot be read/],
  ['seed 0, which is a seed', ['rollout', 'rezero', '--seed', '0', '--id', 'q0'], /no question "q0"/],
  ['an arm given twice', ['reproduce', 'rezero', '--arms', 'rezero,rezero'], /give each name once/],
  ['a question that is not asked', ['rollout', 'rezero'], /give --question TEXT or --id ID/],
  ['a question that does not exist', ['rollout', 'rezero', '--id', 'q0'], /there is no question "q0"/],
];

describe('the exit code of the command line', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('is 0 for help, which names every command', async () => {
    const { code, stdout, stderr } = await cli('--help');
    assert.deepEqual([code, stderr], [0, '']);
    for (const name of ['reproduce', 'train', 'evaluate', 'rollout', 'compare', 'report', 'rescore', 'score'])
      assert.match(stdout, new RegExp(`^  ${name} `, 'mu'));
    for (const name of ['validate', 'list', 'describe', 'data', 'pretrain', 'logprobs', 'bench'])
      assert.match(stdout, new RegExp(`^  ${name} `, 'mu'));
  });

  it('is 2 for wrong use, which is said without a stack', async () => {
    await mapConcurrent(
      usage,
      async ([name, args, message]) => {
        const { code, stdout, stderr } = await cli(...args);
        assert.deepEqual([code, stdout], [2, ''], name);
        assert.match(stderr, message);
        assert.ok(!/\n\s+at /u.test(stderr), stderr);
      },
      { limit: 2 },
    );
  });

  it('is 2 for a tokenizer of other weights, which is said of its folder', async () => {
    const model = newFolder();
    cpSync(join(packageRoot(), 'data', 'models', 'meridian-base'), model, { recursive: true });
    const file = join(model, 'tokenizer.json');
    const tokenizer = JSON.parse(readFileSync(file, 'utf8')) as { added_tokens: object[] };
    // The first word of every prompt.
    tokenizer.added_tokens.push({ id: 900, content: 'Question', special: false });
    writeFileSync(file, JSON.stringify(tokenizer));
    const sentence = `twinzero: token 1 of the prompt is 900, and the model in ${model} has tokens 0 to 764; use the tokenizer that belongs to these weights\n`;
    for (const command of [['evaluate'], ['rollout', '--question', 'Who?']])
      assert.deepEqual(await cli(...command, 'rezero', '--model', model), {
        code: 2,
        stdout: '',
        stderr: sentence,
      });
  });

  it('is 3 for broken data, in one sentence, after the lines before it', async () => {
    const path = join(newFolder(), 'predictions.jsonl');
    const rows = ['{"id":1,"prediction":"x","golds":["X"]}', '{"id":2,"pred', '{"id":3}'];
    writeFileSync(path, rows.join('\n'));
    const { code, stdout, stderr } = await cli('score', path, '--json');
    assert.equal(code, 3);
    assert.equal(stdout, '{"id":1,"em":1,"subEm":1,"f1":1}\n');
    assert.match(stderr, /^twinzero: .*predictions\.jsonl:2: broken JSON .*\n$/u);
  });

  it('is 2 for a place that cannot be written or a model that is not there, before anything is trained', async () => {
    const file = join(newFolder(), 'file');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    for (const args of [
      ['pretrain', '--to', file],
      ['pretrain', '--protocol', 'search-r1', '--to', file],
      ['simulator', 'train', '--size', 's', '--to', file],
      ['simulator', 'train', '--size', 's', '--to', newFolder(), '--writer', newFolder()],
    ]) {
      const { code, stderr } = await cli(...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, /^twinzero: .+\n$/u);
    }
  });

  it('is 3 for files that are not there', async () => {
    for (const args of [
      ['rescore', 'none.jsonl', '--preset', 'embedded', '--json'],
      ['compare', newFolder(), newFolder()],
      ['data', 'verify', 'apollo13', '--folder', newFolder()],
      ['report', 'rezero', '--results', newFolder()],
    ]) {
      const { code, stdout, stderr } = await cli(...args);
      assert.deepEqual([code, stdout], [3, ''], stderr);
      assert.match(stderr, /^twinzero: .+\n$/u);
    }
  });

  it('is 1 where the output cannot be written, in one sentence (Linux, for its /dev/full)', function () {
    if (!existsSync('/dev/full')) this.skip();
    const full = openSync('/dev/full', 'w');
    const stdio = ['ignore', full, 'pipe'] as const;
    const { status, stderr } = spawnSync(process.execPath, [cliFile, 'list'], {
      stdio: [...stdio],
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    closeSync(full);
    const sentence =
      'twinzero: the output cannot be written (ENOSPC: no space left on device): write it where there is room\n';
    assert.deepEqual([status, stderr], [1, sentence]);
  });

  it('is 130 at once while the reference rows of a reproduction are played, in one sentence', async () => {
    let signalled = false;
    const smoke = ['reproduce', 'rezero', '--profile', 'smoke', '--results', newFolder()];
    const { code, stdout, stderr } = await runProcess(cliFile, smoke, (child, said) => {
      if (!signalled && said.includes('reference rows')) signalled = child.kill('SIGINT');
    });
    const lines = ['reference rows', 'interrupted; the same command with --resume continues', ''];
    assert.deepEqual([code, stdout, stderr.split('\n')], [130, '', lines]);
  });

  it('is 130 for a run that Ctrl-C stops, which can be resumed', async () => {
    const results = newFolder();
    const train = ['train', 'rezero', '--arm', 'three-reward', '--profile', 'smoke', '--results', results];
    let signalled = false;
    const stopped = await runProcess(cliFile, train, (child, stderr) => {
      // Once: a second Ctrl-C would end the process at once.
      if (!signalled && stderr.includes('step 0')) signalled = child.kill('SIGINT');
    });
    assert.equal(stopped.code, 130, stopped.stderr);
    assert.match(stopped.stderr, /^stopping after the step under way, which --resume continues;/mu);
    const again = await cli(...train);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /already holds a run; resume it, or delete the folder/);
  });
});
