import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Claim, ClaimResult } from '../claims/claim.ts';
import { makeReport, type Report, type ReportSpec } from '../report.ts';
import { fixtureRun } from '../testing/report-fixture.ts';
import { lineAddress } from './authors-lines.ts';
import { exploratoryCounts, glance } from './glance.ts';
import { readmeBlock } from './readme-block.ts';
import { renderMarkdown } from './render-markdown.ts';

const reproduced: ClaimResult = {
  verdict: 'reproduced',
  reason: 'the interval lies above 0',
  measured: '60.0 % against 40.0 %',
  effect: { estimate: 0.2, low: 0.1, high: 0.3 },
  p: 0.001,
  questions: 320,
  seeds: 8,
};
const level: ClaimResult = {
  ...reproduced,
  verdict: 'no difference',
  effect: { estimate: 0.01, low: -0.02, high: 0.04 },
  p: 0.5,
};

function claimOf(id: string, standing: Claim['standing'], result: ClaimResult): Claim {
  return {
    id,
    statement: `It helps ${id}.`,
    finding: { subject: 'it', does: `help ${id}`, did: `helped ${id}` },
    paper: 'table 1',
    paperEffect: 0.219,
    rule: 'The rule.',
    commonRules: [],
    fixedOn: '2026-11-20',
    known: 'no run',
    standing,
    delta: { value: 0.1, unit: 'share' },
    evaluate: () => result,
  };
}

const usage = { searches: { bm25: 3 }, simulatorTokens: 0, costUsd: 0.25 };
const runs = [1, 2].map((seed) =>
  fixtureRun({
    arm: 'a',
    seed,
    heldOut: { 0: '00', 20: '11' },
    info: { cpuSeconds: 90, wallSeconds: 120, usage: { training: usage, evaluation: usage } },
  }),
);

const line = {
  what: 'retry reward',
  file: 'src/rewards.py',
  lines: '242-346',
  commit: 'abc',
  ours: 'harness/x.ts',
} as const;
const code = { repository: 'https://example.org/authors', lines: [line] };

function reportOf(...claims: readonly Claim[]): Report {
  const spec: ReportSpec = {
    id: 'test',
    title: 'A test',
    arms: [{ id: 'a', label: 'Arm A' }],
    claims,
    code,
    paper: { citation: 'The paper', rows: [], curves: [], comparison: null },
    deviations: () => [],
  };
  return makeReport(spec, { runs, sanity: [] });
}

const some = reportOf(
  claimOf('a little', 'exploratory', level),
  claimOf('much', 'primary', reproduced),
  claimOf('late', 'exploratory', level),
);

describe('the answers at the top of a page', () => {
  it('say whether it reproduced, how sure that is and what it cost', () => {
    assert.deepEqual(glance(some).split('\n'), [
      '- **Did it reproduce?** **Yes (reproduced)**. It helped much (+20.0 points [+10.0, +30.0]).',
      "- **How sure?** +20.0 points [+10.0, +30.0] at 95 %, of 320 questions x 8 seeds; 10 points or more would matter; the paper's effect: +21.9 points.",
      '- **What did it cost?** 2 runs, 3.0 core-minutes, 1.00 USD charged.',
    ]);
  });

  it('say so where no claim of a paper is judged', () => {
    const [first] = glance(reportOf(claimOf('late', 'exploratory', level))).split('\n');
    assert.equal(
      first,
      "- **Did it reproduce?** No paper's claim is judged here. Explored first: It did not help late by 10 points or more; a smaller effect cannot be told from none (+1.0 points [−2.0, +4.0]).",
    );
  });

  it('stand in the block of the README, with the primary verdict alone and a count of the others', () => {
    const block = readmeBlock(some);
    assert.ok(block.includes(glance(some)));
    assert.ok(block.includes('- **reproduced**: It helps much. 60.0 % against 40.0 %\n'));
    assert.ok(
      block.includes(
        '- 2 exploratory verdicts: 2 no difference: [results/test/default](results/test/default/README.md)',
      ),
    );
    assert.ok(!block.includes('It helps late.'));
    assert.equal(exploratoryCounts([]), '0 exploratory verdicts');
  });
});

describe('the page of a result', () => {
  const page = renderMarkdown(some);

  it('has its sections in their order', () => {
    const headings = [...page.matchAll(/^## (.+)$/gmu)].map(([, title]) => title);
    assert.deepEqual(headings, [
      'Findings',
      'Verdicts',
      'Figures',
      'Result',
      'What differs from the paper',
      'Command',
      'Details',
      'Negative findings',
      'Reading of the logs',
      'Runs',
      'Provenance',
    ]);
  });

  it('tells every claim in a sentence, primary ones first', () => {
    assert.match(
      page,
      /## Findings\n\n- \*\*It helped much \(\+20\.0 points \[\+10\.0, \+30\.0\]\)\.\*\*\n- Exploratory: It did not help a little by/u,
    );
  });

  it('says how much a negative finding leaves', () => {
    assert.ok(
      page.includes('\n- It helps late. By its own runs: no difference; up to +4.0 points is left.\n'),
    );
  });

  it("links the authors' lines, our part and the reading of the logs, and has the command", () => {
    assert.ok(
      page.includes(
        '| retry reward | [src/rewards.py:242-346 @abc](https://example.org/authors/blob/abc/src/rewards.py#L242-L346) | [harness/x.ts](../../../harness/x.ts) |',
      ),
    );
    assert.equal(
      lineAddress('https://example.org/a', { ...line, lines: '87' }),
      'https://example.org/a/blob/abc/src/rewards.py#L87',
    );
    assert.ok(page.includes('](../../../reproductions/test/README.md)'));
    assert.ok(page.includes('`npx twinzero reproduce test --profile default`: 2 runs, 3.0 core-minutes'));
  });
});
