import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Claim } from '../claims/claim.ts';
import { makeReport, type ReportSpec } from '../report.ts';
import { fixtureRun, outcomesOf } from '../testing/report-fixture.ts';
import { escapeLatex } from './latex-text.ts';
import { cellWidth, columnsWidth } from './latex-width.ts';
import { renderLatexClaims } from './render-latex-claims.ts';
import { renderLatex, splitInterval } from './render-latex.ts';

const hostile = '\\input{x} $ & % # _ { } ~ ^ < > “δ” 漢 é × –';
const claim: Claim = {
  id: 'helps',
  statement: `It helps a policy that searches for what it does not know. ${hostile}`,
  paper: 'table 1',
  rule: 'The rule.',
  commonRules: [],
  fixedOn: '2026-11-20',
  known: 'no run',
  standing: 'primary',
  delta: { value: 0.1, unit: 'share' },
  evaluate: () => ({
    verdict: 'cannot tell (the run is not sensitive)',
    reason: 'why',
    measured: 'what',
    effect: { estimate: -1, low: -1.001, high: -0.999 },
    p: null,
    questions: 4,
    seeds: 2,
  }),
};
const spec: ReportSpec = {
  id: 'test',
  title: `A test of ${hostile}`,
  arms: [
    { id: 'a', label: `[2cm] Negative control: placebo (retry reward shuffled) ${hostile}` },
    { id: 'b', label: 'Arm B' },
  ],
  claims: [claim],
  paper: { citation: 'The paper', rows: [], curves: [], comparison: null },
  deviations: () => [],
};
const runs = ['1110', '1111'].flatMap((letters, i) =>
  [1, 2].map((seed) => fixtureRun({ arm: i === 0 ? 'a' : 'b', seed, heldOut: { 0: '1000', 20: letters } })),
);
const sanity = [{ id: 'once', label: hostile, split: 'held-out', outcomes: outcomesOf('1010') }] as const;
const report = makeReport(spec, { runs, sanity });
const files = { table: renderLatex(report), claims: renderLatexClaims(report) };

/** The narrowest column that a paper is likely to have: ACL's. */
const narrow = 219;

const hasTex = spawnSync('kpsewhich', ['booktabs.sty']).status === 0;

/** What pdfTeX says of the files in a column so wide. */
function compiled(width: number): { readonly status: number | null; readonly log: string } {
  const folder = mkdtempSync(join(tmpdir(), 'twinzero-latex-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.tex`), text);
    writeFileSync(
      join(folder, 'paper.tex'),
      `\\documentclass{article}\\usepackage{booktabs}\\setlength{\\textwidth}{${width}pt}\\begin{document}` +
        '\\input{table}\\input{claims}\\end{document}',
    );
    const { status } = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'paper.tex'], {
      cwd: folder,
    });
    return { status, log: readFileSync(join(folder, 'paper.log'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rounded = (width: number): number => Math.round(100 * width) / 100;

describe('LaTeX tables', () => {
  it('have caption and label, the best arm bold, intervals small, reference policies apart', () => {
    assert.match(files.table, /\\label\{tab:test-default\}/u);
    assert.match(files.table, /\\label\{tab:test-default-references\}/u);
    assert.match(files.claims, /\\label\{tab:test-default-claims\}/u);
    assert.match(files.table, /Before training: 25\.0\.\}/u);
    assert.match(files.table, /Arm B & 4 \$\\times\$ 2 & \\textbf\{100\.0\} \{\\tiny \[/u);
    assert.equal(files.table.match(/\\textbf/gu)?.length, 1);
    assert.match(files.claims, /& \$-\$100\.0 \{\\tiny \[\$-\$100\.1, \$-\$99\.9\]\} \\\\/u);
    assert.deepEqual(splitInterval('+1.5 [−0.8, +3.8]'), { main: '+1.5', small: '[−0.8, +3.8]' });
  });

  it('leave text what numbers do not take, measured as pdfTeX measures it', () => {
    // \wd of the same boxes by pdfTeX 3.141592653-2.6-1.40.24 at 10pt: 29.2782, 50.79242, 6.6112.
    assert.equal(rounded(cellWidth({ main: '320 × 8' })), 29.28);
    assert.equal(rounded(cellWidth({ main: '61.8', small: '[58.3, 65.3]' })), 50.79);
    assert.equal(rounded(cellWidth({ main: '−' })), 6.61);
    assert.ok(cellWidth({ main: '61.8', best: true }) > cellWidth({ main: '61.8' }));
    assert.equal(
      columnsWidth(['n'], [[{ main: '1' }], [{ main: '320 × 8' }]]),
      cellWidth({ main: '320 × 8' }),
    );
  });

  it('leave text a quarter of a narrow column and more', () => {
    const taken = [...`${files.table}${files.claims}`.matchAll(/columnwidth-(\d+)pt/gu)].map(([, pt]) =>
      Number(pt),
    );
    assert.equal(taken.length, 4);
    for (const points of taken) assert.ok(points > 50 && points < 0.75 * narrow, String(points));
  });

  it(`compile without a box that is too wide${hasTex ? '' : ' (skipped: pdflatex and booktabs are not installed)'}`, function () {
    if (!hasTex) this.skip();
    this.timeout(60_000);
    for (const width of [narrow, 397]) {
      const { status, log } = compiled(width);
      assert.equal(status, 0, log.slice(-2000));
      assert.doesNotMatch(log, /Overfull/u, `${width}pt`);
    }
  });

  it('escape what is live, and write what the first fonts lack as a question mark', () => {
    assert.equal(
      escapeLatex(hostile),
      "\\textbackslash{}input\\{x\\} \\$ \\& \\% \\# \\_ \\{ \\} \\textasciitilde{} \\textasciicircum{} $<$ $>$ ``$\\delta$'' ? é $\\times$ --",
    );
  });
});
