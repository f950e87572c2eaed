import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../harness/core/package-root.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { runProcess } from './testing/run-process.ts';

const newFolder = temporaryFolders();

/**
 * What each example prints, as it was compiled. Scores and intervals of fixed answers are exact; what a model does has
 * its form alone, for its digits belong to a processor.
 */
const printed: Readonly<Record<string, { readonly args?: () => readonly string[]; readonly lines: RegExp }>> =
  {
    'six-lines': {
      lines: /^1 0\.6666666666666666\n64 \{ estimate: 0\.\d+, low: 0\.\d+, high: 0\.\d+ \}\n$/u,
    },
    'score-predictions': {
      // Two of three: Wilson's interval by hand, (2 + 1.92) / (3 + 3.84) = 0.573 +- 0.365.
      lines:
        /^q1 1\.00 1\.00 1\.00\nq2 0\.00 1\.00 0\.29\nq3 0\.00 0\.00 0\.00\nsub-EM 2 of 3, 95 % \[0\.21, 0\.94\]\n\{"total":1\.5,"em":\{"value":1\},"format":\{"value":1\},"chunk":\{"missing":"field chunk_content"\}\}\n$/u,
    },
    'evaluate-your-own': {
      // The method needs no model, so that its share is that of every machine: 16 of 64.
      lines:
        /^base: [\d.]+ [\d.]+ [\d.]+ %\nown: 25\.0 16\.0 36\.8 %\nown alone \d+, base alone \d+: p [01]\.\d{3}\n$/u,
    },
    'custom-reward': {
      args: () => [join(newFolder(), 'run')],
      lines:
        /^step 1: reward \d\.\d{3}, thrift [01]\.\d{3}\nstep 2: reward \d\.\d{3}, thrift [01]\.\d{3}\n$/u,
    },
  };

describe('the examples', function () {
  this.timeout(120_000);

  it('are these', () => {
    const files = readdirSync(join(packageRoot(), 'examples')).filter((name) => name.endsWith('.ts'));
    assert.deepEqual(
      files.sort(),
      Object.keys(printed)
        .map((name) => `${name}.ts`)
        .sort(),
    );
  });

  for (const [name, { args = () => [], lines }] of Object.entries(printed))
    it(`${name} prints what it says`, async () => {
      const { code, stdout, stderr } = await runProcess(
        join(packageRoot(), 'dist', 'examples', `${name}.js`),
        args(),
      );
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, lines);
    });

  it('stand in the README as they are', () => {
    const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
    const lines = readFileSync(join(packageRoot(), 'examples', 'six-lines.ts'), 'utf8');
    assert.equal(readme.split(`\`\`\`ts\n${lines}\`\`\`\n`).length, 2);
    for (const name of Object.keys(printed))
      assert.ok(name === 'six-lines' || readme.includes(`](examples/${name}.ts)`), name);
  });
});
