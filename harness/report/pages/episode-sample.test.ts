import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { answered, type Turn } from '../../core/episode.ts';
import { testQuestion } from '../../core/testing/test-question.ts';
import { episodeRow, openEpisodeStore, runFolder } from '../../run/index.ts';
import { temporaryFolders } from '../../train/testing/temporary-folder.ts';
import type { Report, ReportSpec } from '../report.ts';
import { fixtureConfig, fixtureRun, writeFixture } from '../testing/report-fixture.ts';
import { loadReport, staleReportFiles, writeReport } from './build-report.ts';
import { readEpisodeSample } from './episode-sample.ts';

const spec: ReportSpec = {
  id: 'test',
  title: 'Test',
  arms: ['first', 'second', 'third'].map((id) => ({ id, label: id })),
  mainArms: ['first', 'second'],
  claims: [],
  paper: { citation: 'A paper', rows: [], curves: [], comparison: null },
  deviations: () => [],
};

/** Two questions of one kind and one of another, six samples each, at the steps 1, 2 and 20. */
async function play(folder: string, arm: string): Promise<void> {
  const store = await openEpisodeStore(
    join(runFolder(folder, { arm, seed: 2 }), 'episodes.jsonl.gz'),
    'empty',
  );
  for (const step of [1, 2, 20])
    await store.append(
      ['a', 'b', 'c'].flatMap((name) =>
        Array.from({ length: 6 }, (_, sample) => {
          const kind = name === 'c' ? 'alias' : 'direct';
          const question = { ...testQuestion({ id: `${name}${step}` }), answers: ['yes'] as const, kind };
          const turns: Turn[] = [
            { role: 'prompt', text: `Q ${name}`, tokens: [1, 2] },
            { role: 'policy', text: '<answer>yes</answer>', tokens: [3, 4], logprobs: [-0.5, -1] },
            { role: 'observation', text: 'seen', tokens: [5] },
          ];
          const outcome = answered(arm === 'first' ? 'yes' : 'no');
          const id = `${step}/${question.id}/${sample}`;
          const episode = { id, question, sample, turns, searches: [], outcome };
          return episodeRow(episode, { step, rewards: { format: 1 }, advantage: sample / 4 });
        }),
      ),
    );
  await store.close();
}

describe('a sample of episodes', () => {
  const newFolder = temporaryFolders();
  let folder: string;
  let report: Report;
  before(async () => {
    folder = newFolder();
    // The first arm alone has seed 1, and an arm that is no main arm keeps no episodes.
    const config = fixtureConfig({ trainOn: 'response', seed: 2 });
    await writeFixture(folder, [
      fixtureRun({
        arm: 'first',
        seed: 1,
        heldOut: { 0: '01', 10: '01', 20: '11' },
        dev: { 0: '1', 10: '1', 20: '1' },
      }),
      ...['first', 'second', 'third'].map((arm) =>
        fixtureRun({
          arm,
          seed: 2,
          heldOut: { 0: '01', 10: '01', 20: '11' },
          dev: { 0: '1', 10: '1', 20: '1' },
          info: arm === 'second' ? { config } : {},
        }),
      ),
    ]);
    await play(folder, 'first');
    await play(folder, 'second');
    report = await loadReport(folder, spec);
    await writeReport(folder, report);
  });

  it('is of the first and the last step, the kinds in turn, the same questions in each main arm', async () => {
    const sample = (await readEpisodeSample(folder)) ?? [];
    assert.deepEqual(
      [...new Set(sample.map(({ question }) => question.id))],
      ['a1', 'a20', 'c1', 'c20', 'b1', 'b20'],
    );
    assert.equal(sample.length, 6 * 2 * 4);
    assert.deepEqual(
      sample
        .slice(0, 8)
        .map(({ arm, seed, sample: index, right, advantage }) => [arm, seed, index, right, advantage]),
      ['first', 'second'].flatMap((arm) => [0, 1, 2, 3].map((i) => [arm, 2, i, arm === 'first', i / 4])),
    );
  });

  it('says of each turn whether the run trained on it', async () => {
    const sample = (await readEpisodeSample(folder)) ?? [];
    const trained = (arm: string): unknown =>
      sample
        .find((episode) => episode.arm === arm)
        ?.turns.map((turn) => [turn.role, turn.trained, turn.tokens, turn.logprob]);
    assert.deepEqual(trained('first'), [
      ['prompt', false, 2, null],
      ['policy', true, 2, -0.75],
      ['observation', false, 1, null],
    ]);
    assert.deepEqual(trained('second'), [
      ['prompt', false, 2, null],
      ['policy', true, 2, -0.75],
      ['observation', true, 1, null],
    ]);
  });

  it('is checked where the runs keep their episodes, and left alone where they do not', async () => {
    const file = join(folder, 'episodes.jsonl');
    writeFileSync(file, 'of other runs\n');
    assert.deepEqual(await staleReportFiles(folder, report), ['episodes.jsonl']);
    rmSync(join(runFolder(folder, { arm: 'second', seed: 2 }), 'episodes.jsonl.gz'));
    assert.deepEqual(await staleReportFiles(folder, report), []);
    await assert.rejects(readEpisodeSample(folder), /episodes\.jsonl:1: broken JSON/u);
  });
});
