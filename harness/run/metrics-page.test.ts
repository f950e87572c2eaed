import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, it } from 'mocha';
import { answered } from '../core/episode.ts';
import { packageRoot } from '../core/package-root.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { episodeRow } from './episode-rows.ts';
import { openEpisodeStore } from './episode-store.ts';
import { metricGuide } from './metric-columns.ts';
import { loadLines, metricsPage } from './metrics-page.ts';
import { metricsHeader } from './metrics-row.ts';

describe('the page on metrics.csv', () => {
  const newFolder = temporaryFolders();

  it('is what `twinzero list metrics --markdown` prints', () => {
    assert.equal(readFileSync(join(packageRoot(), 'docs', 'metrics.md'), 'utf8'), metricsPage());
  });

  it('has every column that a run may write, in the order of the file, and says all of it', () => {
    const written = metricsHeader([], { critic: true, samplerGap: true }).trim().split(',');
    const named = [...metricsPage().matchAll(/^\| `(\w+)` \|/gmu)].map(([, name]) => name);
    assert.deepEqual(named, written);
    assert.deepEqual(Object.keys(metricGuide), written);
    for (const [column, guide] of Object.entries(metricGuide))
      for (const text of Object.values(guide)) assert.ok(text !== '' && !text.includes('|'), column);
  });

  it('gives queries that DuckDB answers: batches of episodes and empty cells included', async () => {
    const folder = newFolder();
    const run = join(folder, 'runs', 'rezero-s1');
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, 'metrics.csv'), 'step,reward_mean,kl\n1,2.5,\n2,3.5,0.125\n');
    const store = await openEpisodeStore(join(run, 'episodes.jsonl.gz'), 'empty');
    for (const [step, correctness] of [
      [1, 0],
      [2, 1],
      [2, null],
    ] as const) {
      const episode = { id: `${step}`, question: testQuestion(), sample: 0, turns: [], searches: [] };
      const scores = { step, rewards: { correctness }, advantage: null };
      await store.append([episodeRow({ ...episode, outcome: answered('x') }, scores)]);
    }
    await store.close();
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      const [metrics = '', episodes = ''] = loadLines.duckdb.map((line) =>
        line.replace("'runs/", `'${folder}/runs/`),
      );
      const ask = async (query: string): Promise<unknown> =>
        (await connection.runAndReadAll(query)).getRowsJson();
      assert.deepEqual(await ask(metrics), [[join(run, 'metrics.csv'), '2', 3]]);
      assert.deepEqual(await ask(episodes), [['direct', '3', 0.5]]);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
});
