import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { before, describe, it } from 'mocha';
import { findBaselines } from '../harness/baseline/find-baselines.ts';
import { packageRoot } from '../harness/core/package-root.ts';
import { deviationsOf } from '../harness/reproduce/deviations.ts';
import { findReproduction, reproductionNames } from '../harness/reproduce/find-reproductions.ts';
import { configOf, type Reproduction } from '../harness/reproduce/reproduction.ts';

/** The marks `DEVIATION(id)` in the sources, tests left out: their files by id. */
function marksInSources(): ReadonlyMap<string, string[]> {
  const marks = new Map<string, string[]>();
  for (const folder of ['harness', 'data', 'baselines', 'reproductions'])
    for (const entry of readdirSync(join(packageRoot(), folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
      const path = join(entry.parentPath, entry.name);
      for (const [, id = ''] of readFileSync(path, 'utf8').matchAll(/DEVIATION\(([a-z0-9-]*)\)/gu))
        marks.set(id, [...(marks.get(id) ?? []), relative(packageRoot(), path)]);
    }
  return marks;
}

/** The ids that baselines tell of themselves. */
async function toldByBaselines(): Promise<string[]> {
  return (await findBaselines()).flatMap(({ deviations = {} }) => Object.keys(deviations));
}

/** The ids of a reproduction's rules, and of what its presets say of themselves. */
function told({ deviations, presets }: Reproduction): string[] {
  const ofPresets = presets?.().flatMap((preset) => preset.deviations.map(idOf)) ?? [];
  return [...deviations.map(({ id }) => id), ...ofPresets];
}

function idOf(line: string): string {
  return line.split(': ')[0] ?? '';
}

/** The ids that an arm has. */
const idsOf = async (name: string, arm: string): Promise<string[]> => {
  const reproduction = await findReproduction(name);
  const profile = reproduction.profiles.default;
  return deviationsOf(reproduction.deviations, configOf(reproduction, { arm, seed: 1, profile })).map(idOf);
};

/** The ids that the first of two arms has alone, and those that the second has alone. */
const differing = async (name: string, [arm, other]: readonly [string, string]): Promise<string[][]> => {
  const [own, theirs] = [await idsOf(name, arm), await idsOf(name, other)];
  return [own.filter((id) => !theirs.includes(id)), theirs.filter((id) => !own.includes(id))];
};

describe('a deliberate difference from a paper', () => {
  const marks = marksInSources();
  let reproductions: readonly Reproduction[] = [];
  before(async () => {
    reproductions = await Promise.all((await reproductionNames()).map(findReproduction));
  });

  it('that is marked in the code is told by a reproduction or a baseline, and the reverse', async () => {
    const baselines = await toldByBaselines();
    assert.deepEqual(
      baselines.filter((id) => !marks.has(id)),
      [],
    );
    const known = new Set([...reproductions.flatMap(told), ...baselines]);
    assert.ok(marks.size > 50, `${marks.size} marks`);
    const untold = [...marks].filter(([id]) => !known.has(id));
    assert.deepEqual(untold, []);
  });

  it('that a reproduction tells is marked in the code', () => {
    const unmarked = reproductions.map((one) => [one.id, told(one).filter((id) => !marks.has(id))]);
    assert.deepEqual(
      unmarked.filter(([, ids]) => ids?.length !== 0),
      [],
    );
    assert.equal(unmarked.length, 6);
  });

  it('has one rule in a reproduction, and a sentence about each configuration that it holds for', () => {
    for (const { id: name, deviations, arms, base } of reproductions) {
      const ids = deviations.map(({ id }) => id);
      assert.deepEqual([...new Set(ids)], ids, name);
      for (const id of ids) assert.match(id, /^[a-z0-9]+(?:-[a-z0-9]+)*$/u);
      const profile = { seeds: [1], steps: 2, evaluateEvery: 2, checkpointEvery: 2 };
      for (const arm of arms) {
        const lines = deviationsOf(
          deviations,
          configOf({ id: name, arms, base }, { arm: arm.id, seed: 1, profile }),
        );
        assert.deepEqual(
          lines.map(idOf),
          ids.filter((id) => lines.some((line) => line.startsWith(`${id}: `))),
        );
        for (const line of lines) assert.match(line, /^[a-z0-9-]+: \S[^\n]+[.)]$/u);
      }
    }
  });

  it('is told of an evaluation that is sampled, with the questions it is of', async () => {
    for (const name of ['rezero', 'zerosearch']) {
      const reproduction = await findReproduction(name);
      const [arm = { id: '' }] = reproduction.arms;
      const { evaluation: _, ...config } = configOf(reproduction, {
        arm: arm.id,
        seed: 1,
        profile: reproduction.profiles.smoke,
      });
      const heard = ([undefined, { samples: 4 }, { samples: 4, extended: 1 }] as const).map((evaluation) => {
        const lines = deviationsOf(reproduction.deviations, { ...config, ...(evaluation && { evaluation }) });
        const line = lines.find((one) => idOf(one) === 'sampled-evaluation');
        return line?.includes('further corpora');
      });
      assert.deepEqual(heard, [undefined, false, true], name);
    }
  });

  it('is told of the arms that have it, and of no others', async () => {
    assert.deepEqual(await differing('rezero', ['rezero', 'three-reward']), [
      ['embedded-parts'],
      ['three-reward-parts'],
    ]);
    assert.deepEqual(await differing('rezero', ['informed-retry', 'rezero']), [['informed-retry'], []]);
    assert.deepEqual(await differing('rezero', ['placebo', 'rezero']), [['placebo'], []]);
    assert.deepEqual(await differing('rezero', ['twin', 'three-reward']), [[], []]);
    const whole = ['arms', 'embedded-parts'];
    assert.deepEqual(await differing('rezero', ['full-paper', 'rezero']), [[], whole]);
    assert.deepEqual(await differing('rezero', ['no-retry', 'rezero']), [['no-retry-weights'], whole]);
    assert.deepEqual(await differing('rezero', ['corrected', 'full-paper']), [['corrected-retry'], []]);
    const simulated = [
      'simulators',
      'curriculum-ends',
      'gold-judge',
      'compact-simulator-prompt',
      'bounded-retry',
      'no-invented-documents',
      'simulator-tuning',
      'simulator-quality',
    ];
    assert.deepEqual(await differing('zerosearch', ['simulator-l', 'real']), [simulated, []]);
    assert.deepEqual(await differing('zerosearch', ['ppo', 'simulator-l']), [
      ['ppo-masked', 'zero-value-head', 'critic-learning-rate'],
      [],
    ]);
    for (const [arm, gained] of [
      ['perfect-simulator', ['perfect-simulator', 'curriculum-ends']],
      ['noise-only', ['noise-only']],
      ['twin', []],
    ] as const)
      assert.deepEqual(await differing('zerosearch', [arm, 'real']), [gained, []], arm);
    for (const [arm, gained, lost] of [
      ['grpo', ['grpo-epsilon'], []],
      ['dr-grpo', ['dr-grpo-normaliser'], []],
      ['reinforce-plus-plus', ['reinforce-plus-plus'], []],
      ['switch-pairing-bug', ['pairing-by-draw'], []],
      ['switch-em-is-substring', [], ['em-is-equality']],
      ['switch-beijing-default', [], ['no-answer-no-reward']],
    ] as const)
      assert.deepEqual(await differing('zerosearch', [arm, 'simulator-l']), [gained, lost], arm);
  });

  it('of the judge, the retry reward or the template is told where a configuration has it', async () => {
    const rezero = await findReproduction('rezero');
    const config = configOf(rezero, { arm: 'rezero', seed: 1, profile: rezero.profiles.default });
    const { corrected } = rezero.rewards;
    assert.ok(corrected !== undefined);
    const policy = { kind: 'embedded', folder: '/models/Llama-3.2-3B-Instruct' } as const;
    const judge = { kind: 'strict', model: 'judge' } as const;
    const shipped = deviationsOf(rezero.deviations, config).map(idOf);
    const after = deviationsOf(rezero.deviations, {
      ...config,
      policy,
      judge,
      rewards: [...corrected.rewards],
    });
    assert.deepEqual(
      after.map(idOf).filter((id) => !shipped.includes(id)),
      ['corrected-retry', 'template-date', 'strict-judge', 'strict-verdict'],
    );
    assert.ok(!after.map(idOf).includes('match-judge') && shipped.includes('compared-queries'));
    assert.match(after.find((line) => idOf(line) === 'template-date') ?? '', /is told 2025-01-01;/u);
  });
});
