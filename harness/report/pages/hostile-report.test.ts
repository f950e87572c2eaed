import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import type { Run } from '../../run/read-run.ts';
import { notComparable } from '../claims/claim.ts';
import { intervalPlot } from '../figures/interval-plot.ts';
import { renderSvg } from '../figures/render-svg.ts';
import { makeReport, type ReportSpec } from '../report.ts';
import { summaryCsv } from '../tables/summary-csv.ts';
import { fixtureRun, outcomesOf } from '../testing/report-fixture.ts';
import { readmeBlock } from './readme-block.ts';
import { renderCombined } from './render-combined.ts';
import { renderLatex } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';

const html = '<img src=x>';
const spec: ReportSpec = {
  id: 'test',
  title: 'A test',
  arms: [{ id: 'a', label: 'Arm A' }],
  claims: [
    {
      id: 'claim',
      statement: 'It helps.',
      paper: 'table 1',
      rule: 'The rule.',
      commonRules: [],
      fixedOn: '2026-11-20',
      known: 'no run',
      standing: 'primary',
      delta: { value: 0.15, unit: 'share' },
      evaluate: ({ runs }) => notComparable(`${runs[0]?.id ?? ''} did not end`),
    },
  ],
  paper: { citation: 'The paper', rows: [], curves: [], comparison: null },
  deviations: () => [`# Title ${html}`, '**all is well**'],
};
const run: Run = {
  ...fixtureRun({
    arm: 'a',
    seed: 1,
    heldOut: { 10: '1100' },
    info: {
      status: 'incomplete',
      commits: [`[here](http://evil)${html}`],
      machine: { [html]: html },
      versions: { node: `|${html}` },
      engine: { id: html, determinism: { [html]: html } },
      dataHashes: { [html]: html },
    },
  }),
  id: `=cmd()${html}|\n\\input{secret}`,
};
const sanity = [
  { id: '=1+1', label: `[2cm]\\input{secret}${html}`, split: 'held-out', outcomes: outcomesOf('10') },
] as const;
const report = makeReport(spec, { runs: [run], sanity });

describe('a report of a result folder from elsewhere', () => {
  it('has no HTML, heading or link of the strings it was given', () => {
    const combined = { profile: 'default', parts: [{ title: 'Test', spec, report }] };
    for (const page of [renderMarkdown(report), readmeBlock(report), renderCombined(combined, '')]) {
      assert.ok(page.includes('&lt;img src=x>'));
      assert.ok(!page.includes('<img'));
      assert.doesNotMatch(page, /(?<!\\)\]\(http:\/\/evil/u);
      assert.ok(!/^(?:- )?# Title/mu.test(page));
    }
    const page = renderMarkdown(report);
    assert.ok(
      page.includes(`- \\# Title &lt;img src=x>`) && page.includes(String.raw`- \*\*all is well\*\*`),
    );
    // Every row of the table of runs has the cells of its header.
    const row = page.split('\n').find((line) => line.startsWith('| =cmd()')) ?? '';
    assert.equal(row.split(/(?<!\\)\|/u).length - 2, 11);
  });

  it('has no live command in its LaTeX table', () => {
    const text = renderLatex(report);
    assert.ok(text.includes(String.raw`\textbackslash{}input\{secret\}<`.replace('<', '$<$img')));
    for (const line of text.split('\n'))
      assert.ok(line.startsWith('%') || !line.includes(String.raw`\input`), line);
    // After the end of a row, `[2cm]` would be the height of a gap.
    assert.ok(text.split('\n').some((line) => line.startsWith('\\raggedright [2cm]')));
  });

  it('has no formula in its CSV', () => {
    const rows = parse<Record<string, string>>(summaryCsv(report), { columns: true });
    const ids = rows.map((row) => row['id'] ?? '');
    assert.ok(ids.includes(`'${run.id}`) && ids.includes("'=1+1"));
    for (const row of rows)
      for (const cell of Object.values(row)) assert.ok(!/^[=+@]|^-\D/u.test(cell), cell);
  });

  it('has text and no elements of labels in its pictures', async () => {
    const label = `${html}"><script>x</script>&amp;`;
    const svg = await renderSvg(intervalPlot(label, [{ label, estimate: 0.5, low: 0.2, high: 0.8 }]));
    assert.ok(!svg.includes('<img') && !svg.includes('<script'));
    assert.ok(svg.includes('&lt;img src=x&gt;'));
    assert.ok(!/aria-label="[^"]*"><script/u.test(svg));
  });
});
