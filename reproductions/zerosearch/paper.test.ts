import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, it } from 'mocha';
import { packageRoot } from '../../harness/core/package-root.ts';
import { readPriceList } from '../../harness/core/price-list.ts';
import { engineCostUsd } from '../../harness/cost/cost.ts';
import { readZerosearchPaper } from './paper.ts';

const paper = readZerosearchPaper();

describe("ZeroSearch's published numbers", () => {
  it('are the averages of tables 3 to 7, with their source', () => {
    const { main, simulators, algorithms, curriculum, mask } = paper;
    assert.deepEqual(
      ['R1-base', 'Search-R1-base', 'Search-R1-inst', 'ZeroSearch-base', 'ZeroSearch-inst'].map(
        (row) => main(row).percent,
      ),
      [18.54, 32.81, 28.13, 34.47, 31.7],
    );
    assert.deepEqual(
      ['No RL', 'SFT-3B', 'SFT-7B', 'SFT-14B', 'Prompt-14B', 'Google'].map((row) => simulators(row).percent),
      [8.82, 30.47, 33.53, 34.47, 31.5, 32.81],
    );
    assert.deepEqual(
      ['REINFORCE', 'GRPO', 'PPO'].map((row) => algorithms(row).percent),
      [34.47, 33.17, 32.67],
    );
    assert.deepEqual([curriculum('Curriculum').percent, curriculum('Random').percent], [34.47, 32.59]);
    assert.deepEqual([mask('with mask').percent, mask('without mask').percent], [36.07, 34.53]);
    assert.equal(mask('with mask').source, 'arXiv 2505.04588 v3, Table 7');
  });

  it('are means of their seven columns as printed', () => {
    for (const table of ['main', 'simulators', 'algorithms', 'curriculum', 'mask']) {
      const path = join(packageRoot(), 'reproductions', 'zerosearch', 'paper', `${table}.csv`);
      for (const row of parse<Record<string, string>>(readFileSync(path), { columns: true })) {
        const sets = ['NQ', 'TriviaQA', 'PopQA', 'HotpotQA', '2Wiki', 'MuSiQue', 'Bamboogle'];
        const mean = sets.reduce((sum, set) => sum + Number(row[set]), 0) / sets.length;
        // Two printed decimals, and seven columns rounded to two as well.
        assert.ok(Math.abs(mean - Number(row['Avg'])) < 0.01, `${table}: ${JSON.stringify(row)}`);
      }
    }
  });

  it('have no counts, and a row that is not there is refused', () => {
    assert.deepEqual([paper.rows, paper.curves, paper.comparison], [[], [], null]);
    assert.throws(() => paper.main('ReZero'), /paper\/main\.csv has no row "ReZero"; restore the file/);
  });

  it('give the cost table, which the price list reproduces to the printed digit', () => {
    const prices = readPriceList();
    assert.deepEqual(
      paper.costs.map(({ label, totalUsd, use }) => [
        label,
        totalUsd.toFixed(1),
        engineCostUsd(prices, use).toFixed(1),
      ]),
      [
        ['SFT-3B', '17.7', '17.7'],
        ['SFT-7B', '35.4', '35.4'],
        ['SFT-14B', '70.8', '70.8'],
        ['Google', '586.7', '586.7'],
      ],
    );
  });
});
