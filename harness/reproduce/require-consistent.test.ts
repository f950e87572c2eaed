import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { findReproduction, reproductionNames } from './find-reproductions.ts';
import { reportSpecOf, type Reproduction } from './reproduction.ts';
import { requireConsistent } from './require-consistent.ts';

describe('a reproduction held to what its report will need', () => {
  let rezero: Reproduction;
  before(async () => {
    rezero = await findReproduction('rezero');
  });

  /** The reproduction with other parts of its report. */
  function reporting(report: Partial<Reproduction['report']>): Reproduction {
    return { ...rezero, report: { ...rezero.report, ...report } };
  }

  it('is each shipped one, with every arm in its report', async () => {
    for (const name of await reproductionNames()) {
      const reproduction = await findReproduction(name);
      requireConsistent(reproduction);
      assert.deepEqual(
        reportSpecOf(reproduction).arms.map(({ id, label, profiles }) => [id, label, profiles]),
        reproduction.arms.map(({ id, label, profiles }) => [id, label, profiles]),
      );
    }
  });

  it('is refused for an arm that is not there, or there twice', () => {
    const [first] = rezero.arms;
    assert.ok(first !== undefined);
    const curve = { label: 'Paper', arm: 'gone', points: [] };
    const cases: readonly (readonly [Reproduction, RegExp])[] = [
      [
        { ...rezero, arms: [...rezero.arms, first] },
        /^reproduction rezero has two arms "rezero"; name each once$/,
      ],
      [
        reporting({ mainArms: ['rezero', 'gone'] }),
        /names in mainArms the arm "gone", which it has not; known: rezero, three-reward, informed-retry, twin, placebo, no-retry, corrected, full-paper$/,
      ],
      [
        reporting({
          controls: {
            positive: { treatment: 'rezero', control: 'three-reward' },
            twin: { treatment: 'gone', control: 'three-reward' },
            shown: [],
          },
        }),
        /names in controls the arm "gone"/,
      ],
      [
        reporting({ paper: { ...rezero.report.paper, curves: [curve] } }),
        /names in paper\.curves the arm "gone"/,
      ],
    ];
    for (const [reproduction, message] of cases)
      assert.throws(() => requireConsistent(reproduction), { kind: 'configuration', message });
  });

  it('is refused for a name that no run could be recorded under', () => {
    const [first] = rezero.arms;
    assert.ok(first !== undefined);
    for (const id of ['', 'a b', '../up', '-x', 'ä'])
      assert.throws(() => requireConsistent({ ...rezero, arms: [...rezero.arms, { ...first, id }] }), {
        kind: 'configuration',
        message: `reproduction rezero has the name "${id}"; use letters, digits, ".", "_" and "-"`,
      });
  });

  it('is refused for a claim twice, a section with the name of another file, and one that cannot be printed', () => {
    const [claim] = rezero.report.claims;
    assert.ok(claim !== undefined);
    assert.throws(() => requireConsistent(reporting({ claims: [claim, claim] })), /has two claims "/);
    const section = { id: 'summary', title: 'S', render: () => 'x', csv: () => 'x\n' };
    assert.throws(
      () => requireConsistent(reporting({ sections: [section] })),
      /section summary has the name/,
    );
    const broken = { ...section, id: 'own', render: () => assert.fail('no runs') };
    assert.throws(() => requireConsistent(reporting({ sections: [broken] })), /no runs/);
  });
});
