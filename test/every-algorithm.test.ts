import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { algorithmOf } from '../harness/algorithm/algorithms.ts';
import type { Kind } from '../harness/core/kinds.ts';
import { packageRoot } from '../harness/core/package-root.ts';
import { parseRunConfig } from '../harness/run/run-config.ts';
import { tinyConfig } from '../harness/train/testing/tiny-run.ts';

/** What the sources of a room export, tests left out. */
async function exportsOf(room: string): Promise<[name: string, value: unknown][]> {
  const folder = join(packageRoot(), 'harness', room);
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(folder, file)).href) as Promise<object>),
  );
  return modules.flatMap((module) => Object.entries(module));
}

describe('an algorithm', () => {
  it('that is declared in its room can be named by a run, and no other can', async () => {
    const declared = (await exportsOf('algorithm')).filter(([name]) => name.endsWith('Kind'));
    const names = declared.map(([, kind]) => {
      const { name } = (kind as Kind).spec.shape;
      return z.string().parse(name instanceof z.ZodLiteral ? name.value : undefined);
    });
    assert.deepEqual(names.toSorted(), ['dr-grpo', 'grpo', 'ppo', 'reinforce', 'reinforce++', 'rloo']);
    for (const name of names) {
      const config = parseRunConfig({ ...tinyConfig(), algorithm: { name } });
      assert.equal(algorithmOf(config.algorithm).id, name);
    }
    assert.throws(() => parseRunConfig({ ...tinyConfig(), algorithm: { name: 'dpo' } }), {
      kind: 'configuration',
      message: /algorithm/u,
    });
  });
});
