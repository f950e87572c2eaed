import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { packageRoot } from '../harness/core/package-root.ts';
import { type Addition, additions } from './testing/additions.ts';

const projects = ['harness', 'data', 'baselines', 'reproductions'];

describe('a part is added in one place', function () {
  this.timeout(240_000);
  let root: string;
  const run = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    assert.equal(status, 0, `${args.join(' ')} failed:\n${stdout}${stderr}`);
    return stdout;
  };

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'twinzero-one-place-'));
    for (const name of [...projects, 'build', 'package.json', 'tsconfig.base.json'])
      cpSync(join(packageRoot(), name), join(root, name), { recursive: true, filter: isProduct });
    symlinkSync(join(packageRoot(), 'node_modules'), join(root, 'node_modules'));
    const references = projects.map((path) => ({ path: `./${path}` }));
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ files: [], references }));
    for (const addition of Object.values(additions)) add(root, addition);
    run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b');
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  for (const [part, { files, table }] of Object.entries(additions))
    it(`${part}: ${table === undefined ? 'its file alone' : 'its file and a line of its table'}`, () => {
      assert.equal(Object.keys(files).length, 1);
      assert.ok(table === undefined || table.lines.length === 2, 'the import and the entry');
    });

  it('all of them at work in one reproduction', () => {
    run(join(root, 'dist', 'harness', 'cli', 'main.js'), 'reproduce', 'toy', '--profile', 'smoke');
    const folder = join(root, 'runs', 'toy', 'smoke');
    const [names = '', ...rows] = readFileSync(join(folder, 'runs', 'only-s1', 'metrics.csv'), 'utf8')
      .trim()
      .split('\n');
    const row = Object.fromEntries(names.split(',').map((name, i) => [name, rows[0]?.split(',')[i]]));
    // Two messages, so one half.
    assert.deepEqual([row['brevity'], row['reward_mean']], ['0.5', '0.5']);
    const page = readFileSync(join(folder, 'README.md'), 'utf8');
    assert.match(page, /\| Only \| 2 x 1 seed \| 50\.0 %/u);
    const info = JSON.parse(readFileSync(join(folder, 'runs', 'only-s1', 'run.json'), 'utf8')) as {
      engine: { id: string };
    };
    assert.equal(info.engine.id, 'parrot');
  });

  it('a reproduction outside the house is run in a process of its own, and reported from there', () => {
    const main = join(root, 'dist', 'harness', 'cli', 'main.js');
    const toy = JSON.stringify(
      pathToFileURL(join(root, 'dist', 'reproductions', 'toy', 'reproduction.js')).href,
    );
    const file = join(root, 'mine.mjs');
    writeFileSync(file, `import toy from ${toy};\nexport const reproduction = { ...toy, id: 'mine' };\n`);
    run(main, 'reproduce', '--reproduction', 'mine.mjs', '--profile', 'smoke');
    const folder = join(root, 'runs', 'mine', 'smoke');
    const { reproduction, status } = JSON.parse(
      readFileSync(join(folder, 'runs', 'only-s1', 'run.json'), 'utf8'),
    ) as Record<string, unknown>;
    assert.deepEqual([reproduction, status], ['mine', 'complete']);
    const page = readFileSync(join(folder, 'README.md'), 'utf8');
    assert.match(page, /`npx twinzero reproduce --reproduction mine\.mjs --profile smoke`/u);
    assert.doesNotMatch(page, /reproductions\/mine/u);
    // No profile is named, and nothing of "default" was run.
    assert.match(run(main, 'report', '--reproduction', 'mine.mjs'), /\nruns\/mine\/smoke\/README\.md\n$/u);
  });

  it('nothing is published from what is no clone', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'dist', 'harness', 'cli', 'main.js'), 'reproduce', 'toy', '--publish'],
      { cwd: root, encoding: 'utf8' },
    );
    assert.equal(status, 2);
    assert.match(stderr, /--publish writes the committed results of a clone, and \S+ is none; leave it out/u);
    assert.ok(!existsSync(join(root, 'results')));

    const script = `
      process.env.TWINZERO_CACHE = '/cache';
      const { modelFolder } = await import('./dist/harness/run/model-files.js');
      console.log(['results/dose-retry/policies/again-3', 'data/models/simulator-l', '/a'].map(modelFolder).join());`;
    const folders = run('--input-type=module', '--eval', script).trim();
    // What is made is kept outside of a package that npm replaces whole.
    const shipped = join(realpathSync(root), 'data/models/simulator-l');
    assert.equal(folders, `/cache/results/dose-retry/policies/again-3,${shipped},/a`);
  });

  it('a plan of it, a run killed half-way and all of them started again, gives what the report gathers', async () => {
    const main = join(root, 'dist', 'harness', 'cli', 'main.js');
    const [whole, shared] = [join(root, 'whole'), join(root, "it's shared")];
    const chosen = ['--profile', 'smoke', '--seeds', '1,2', '--results', shared, '--plan', 'shell'];
    const set = ['--set', 'steps=60', 'checkpointEvery=7', 'evaluateEvery=60'];
    const plan = run(main, 'reproduce', 'toy', ...chosen, ...set);
    const lines = plan.split('\n').filter((line) => line.startsWith('$'));
    assert.equal(lines.length, 2);
    const env = { ...process.env, NODE_OPTIONS: '', TWINZERO: `${process.execPath} ${main}` };
    const shell = (script: string): void => {
      const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: tmpdir(), encoding: 'utf8', env });
      assert.equal(status, 0, stderr);
    };
    shell((lines[0] ?? '').replace(String.raw`it'\''s shared`, 'whole'));
    const child = spawn('sh', ['-c', `exec ${lines[0]}`], { cwd: tmpdir(), stdio: 'ignore', env });
    const ended = once(child, 'close');
    while (child.exitCode === null && rowsOf(metricsIn(shared)) < 20) await sleep(2);
    child.kill('SIGKILL');
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.ok(rowsOf(metricsIn(shared)) < 60, 'it was killed before its end');
    for (const line of lines) shell(line);
    run(main, 'report', 'toy', '--profile', 'smoke', '--results', shared);
    assert.equal(rowsOf(metricsIn(shared)), 60);
    assert.deepEqual(readFileSync(metricsIn(shared)), readFileSync(metricsIn(whole)));
    const page = readFileSync(join(shared, 'toy', 'smoke', 'README.md'), 'utf8');
    assert.match(page, /\| Only \| 2 x 2 seeds \| 50\.0 %/u);
  });

  it('the web search can be named', () => {
    const shown = run(join(root, 'dist', 'harness', 'cli', 'main.js'), 'describe', 'echo');
    assert.match(shown, /^echo: Echo\n {2}needs no key\n/u);
  });

  it('the baseline answers', () => {
    const script = `
      const { findBaseline } = await import('./dist/harness/baseline/find-baselines.js');
      const { baselineAnswer } = await import('./dist/harness/baseline/baseline.js');
      console.log(JSON.stringify(await baselineAnswer(await findBaseline('lima'), {})()));`;
    assert.equal(run('--input-type=module', '--eval', script).trim(), '{"kind":"answered","answer":"Lima"}');
  });
});

/** Metrics of the first run of a results folder. */
function metricsIn(results: string): string {
  return join(results, 'toy', 'smoke', 'runs', 'only-s1', 'metrics.csv');
}

/** Steps that a run has written down. */
function rowsOf(metrics: string): number {
  return existsSync(metrics) ? readFileSync(metrics, 'utf8').split('\n').length - 2 : 0;
}

function isProduct(path: string): boolean {
  return !path.endsWith('.test.ts');
}

function add(root: string, { files, table }: Addition): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text.trimStart(), { flag: 'wx' });
  }
  if (table === undefined) return;
  const path = join(root, table.file);
  let text = readFileSync(path, 'utf8');
  for (const [old, now] of table.lines) {
    assert.equal(text.split(old).length, 2, `${table.file} holds "${old}" once`);
    text = text.replace(old, now);
  }
  writeFileSync(path, text);
}
