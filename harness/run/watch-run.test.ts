import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, it } from 'mocha';
import { answered } from '../core/episode.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { fixtureRun, writeFixture } from '../report/testing/report-fixture.ts';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { episodeRow, openEpisodeStore, runFolder, watchRun } from './index.ts';

function firstOf(path: string): Promise<unknown> {
  return watchRun(path, { everyMs: 2, signal: new AbortController().signal }).next();
}

describe('watching a run', () => {
  const newFolder = temporaryFolders();
  let folder: string;
  let parent: string;
  const watch = (signal: AbortSignal): ReturnType<typeof watchRun> =>
    watchRun(folder, { everyMs: 2, signal });

  beforeEach(async () => {
    parent = newFolder();
    const run = fixtureRun({
      arm: 'first',
      seed: 1,
      info: { status: 'incomplete' },
      metrics: [{ step: 1, reward_mean: 0.5 }],
    });
    await writeFixture(parent, [run]);
    folder = runFolder(parent, { arm: 'first', seed: 1 });
  });

  async function play(step: number, bytes: number): Promise<number> {
    const store = await openEpisodeStore(
      join(folder, 'episodes.jsonl.gz'),
      bytes === 0 ? 'empty' : { bytes },
    );
    const question = testQuestion({ id: `q${step}` });
    const episode = {
      id: `${step}/q/0`,
      question,
      sample: 0,
      turns: [],
      searches: [],
      outcome: answered('x'),
    };
    await store.append([episodeRow(episode, { step, rewards: {}, advantage: 0 })]);
    await store.close();
    return store.bytes;
  }

  it('tells how it stands at once, and again when its files change, until it has ended', async () => {
    const seen: unknown[] = [];
    const bytes = await play(1, 0);
    for await (const { run, episodes } of watch(new AbortController().signal)) {
      seen.push([run.metrics.length, run.info.status, episodes.map(({ step }) => step)]);
      if (seen.length === 1) {
        await play(2, bytes);
        appendFileSync(join(folder, 'metrics.csv'), '2,0.75\n');
      } else if (run.info.status === 'incomplete') {
        const file = join(folder, 'run.json');
        const heldOut = { 0: '1', 10: '1', 20: '1' };
        const whole = fixtureRun({ arm: 'first', seed: 1, heldOut, dev: heldOut });
        await writeFixture(parent, [whole]);
        assert.equal((JSON.parse(readFileSync(file, 'utf8')) as { status: string }).status, 'complete');
      }
    }
    assert.deepEqual(
      [seen[0], seen.at(-1)],
      [
        [1, 'incomplete', [1]],
        [20, 'complete', [2]],
      ],
    );
    assert.ok(
      seen.some((one) => JSON.stringify(one) === '[2,"incomplete",[2]]'),
      JSON.stringify(seen),
    );
  });

  it('waits for a row that is being written, and names one that stays torn', async () => {
    const file = join(folder, 'metrics.csv');
    appendFileSync(file, '2,');
    const watching = watchRun(folder, { everyMs: 200, signal: new AbortController().signal });
    const first = watching.next();
    // Between the first look, which finds it torn, and the second.
    await sleep(100);
    writeFileSync(file, 'step,reward_mean\n1,0.5\n2,0.75\n');
    assert.equal((await first).value?.run.metrics.length, 2);
    writeFileSync(file, 'step,reward_mean\n1,0.5\n2,0.75\n3,x\n');
    await assert.rejects(watching.next(), /metrics\.csv:4 reward_mean: "x" is not a number/u);
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    let looks = 0;
    for await (const { run } of watch(stop.signal)) {
      looks += run.metrics.length;
      stop.abort();
    }
    assert.equal(looks, 1);
  });

  it('refuses a folder that is no run, and names the runs below it', async () => {
    await assert.rejects(
      firstOf(parent),
      /is not the folder of a run; name one of its runs, e\.g\. .*first-s1/u,
    );
    await assert.rejects(firstOf(newFolder()), /name the folder of a run/u);
  });
});
