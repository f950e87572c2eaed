import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { chosenReproduction } from '../harness/cli/reproduction-flags.ts';
import { packageRoot } from '../harness/core/package-root.ts';
import { describeReproduction } from '../harness/reproduce/describe-reproduction.ts';
import { findReproduction } from '../harness/reproduce/find-reproductions.ts';
import { readReproduction } from '../harness/reproduce/read-reproduction.ts';
import { siteSources } from '../harness/site/site-sources.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { cli } from './testing/cli.ts';

/** The file that docs/own-reproduction.md shows. */
function example(): string {
  const page = readFileSync(join(packageRoot(), 'docs', 'own-reproduction.md'), 'utf8');
  return /```js\n(.*?)```/su.exec(page)?.[1] ?? '';
}

describe('a reproduction of the user', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  let folder: string;
  const saved = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  before(() => {
    // As npm leaves it where TwinZero was installed.
    folder = newFolder();
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(packageRoot(), join(folder, 'node_modules', 'twinzero'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  });

  it('is what docs/own-reproduction.md shows', async () => {
    const file = saved('half-groups.mjs', example());
    const found = await findReproduction(file);
    assert.equal((await siteSources([file])).at(-1)?.spec.id, found.id);
    const { arms, differences, claims } = describeReproduction(found, 'default');
    assert.deepEqual(
      [found.id, arms.map(({ id }) => id), differences],
      ['half-groups', ['eight', 'four'], { groupSize: { eight: 8, four: 4 } }],
    );
    assert.match(claims[0]?.rule ?? '', /; four minus eight\. Non-inferior when −10 points lies below/u);
  });

  it('is planned as commands that name its file', async () => {
    const file = saved('planned.js', example());
    const { stdout } = await cli(
      'reproduce',
      '--reproduction',
      file,
      '--plan',
      'shell',
      '--seeds',
      '2',
      '--results',
      '/r',
    );
    const commands = stdout.split('\n').filter((line) => line.includes(' train '));
    assert.equal(commands.length, 2);
    for (const command of commands)
      assert.ok(command.includes(` train --reproduction ${file} --arm `), command);
  });

  it('is refused in one sentence where its file is bad', async () => {
    const good = "id: 'x', title: 'X', base: () => ({}), arms: [{ id: 'a', label: 'A', change: (c) => c }]";
    const rest =
      "deviations: [], rewards: {}, report: { title: 'X', claims: [], paper: { citation: '', rows: [], curves: [] } }";
    const sizes = 'seeds: [1], steps: 1, evaluateEvery: 1, checkpointEvery: 1';
    for (const [name, text, message] of [
      ['syntax.js', 'export default {', /syntax\.js: can't be imported: SyntaxError: /],
      ['throws.js', "throw new Error('no key\\nset KEY')", /throws\.js: can't be imported: Error: no key$/],
      ['nothing.js', 'export const a = 1;', /nothing\.js: exports no reproduction; export one by default/],
      ['number.js', 'export default 7;', /number\.js: bad value: expected object/],
      ['armless.js', "export default { id: 'x', title: 'X', base() {}, arms: [] };", /bad "arms": /],
      [
        'named.js',
        `export const reproduction = { ${good.replace("'x'", "'x y'")} };`,
        /bad "id": expected a name/,
      ],
      [
        'config.js',
        `export default { ${good}, profiles: { smoke: { ${sizes} } }, ${rest} };`,
        /config\.js: the run's configuration is wrong: dataset: /,
      ],
      [
        'code.js',
        `export default { ${good.replace('(c) => c', '(c) => c.a.b')}, profiles: { smoke: { ${sizes} } }, ${rest} };`,
        /code\.js: Cannot read properties of undefined/,
      ],
    ] as const) {
      const file = saved(name, text);
      await assert.rejects(readReproduction(file), (error: Error & { kind?: string }) => {
        assert.equal(error.kind, 'configuration', name);
        assert.ok(error.message.startsWith(file) && !error.message.includes('\n'), error.message);
        assert.match(error.message, message);
        return true;
      });
    }
    await assert.rejects(readReproduction(join(folder, 'absent.js')), /absent\.js is not there/u);
  });

  it('is refused where its name is taken, or two are named', async () => {
    const file = saved('taken.js', example().replace("id: 'half-groups'", "id: 'rezero'"));
    await assert.rejects(findReproduction(file), {
      kind: 'configuration',
      message: `${file}: the id "rezero" is taken by TwinZero; give your reproduction another`,
    });
    assert.equal(chosenReproduction(undefined, { reproduction: file }), file);
    assert.throws(() => chosenReproduction('rezero', { reproduction: file }), {
      kind: 'configuration',
      message: 'rezero and --reproduction name two reproductions; leave out one',
    });
  });
});
