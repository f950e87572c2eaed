import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import { settingsOf } from '../../harness/baseline/baseline.ts';
import { findBench } from '../../harness/baseline/bench.ts';
import { findBaseline } from '../../harness/baseline/find-baselines.ts';
import { makeLeaderboard } from '../../harness/baseline/leaderboard.ts';
import { Stubs } from '../../harness/engine/completion/testing/ask-completion.ts';
import { chatCompletion } from '../../harness/engine/completion/testing/completion-stub.ts';
import { temporaryFolders } from '../../harness/train/testing/temporary-folder.ts';

describe('the benches', () => {
  for (const id of ['meridian', 'apollo13', 'stand-in'])
    it(`${id}: change only settings that baselines have, and compare with one of them`, async () => {
      const { settings, reference } = await findBench(id);
      assert.equal((await findBaseline(reference)).id, reference);
      for (const [name, { values, reason }] of Object.entries(settings)) {
        const set = settingsOf(await findBaseline(name), values);
        for (const [setting, value] of Object.entries(values)) assert.deepEqual(set[setting], value);
        assert.ok(reason.length > 3);
      }
    });

  it('asks real language in words, and teaches nobody', async () => {
    for (const id of ['apollo13', 'stand-in']) {
      const { config, tuning } = await findBench(id);
      assert.deepEqual([config.protocol, tuning], [{ kind: 'rezero', prompt: 'instructions' }, null]);
      assert.equal(config.dataset, 'apollo13-authors');
    }
  });
});

describe('a leaderboard of a served model', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  const stubs = new Stubs();
  after(() => stubs.close());

  it('says of each row that a chat cannot play why not, and plays the others', async () => {
    const stub = await stubs.start(() => chatCompletion('<answer>Monday</answer>'));
    const bench = await findBench('apollo13');
    const { config } = await findBench('meridian');
    // The questions of a data set that is shipped.
    const { policy, protocol, limits } = bench.config;
    const played = { ...bench, config: { ...config, policy, protocol, limits } };
    const place = {
      provider: 'cpu',
      threads: 1,
      servers: { 'Qwen/Qwen2.5-7B-Instruct': { hosts: [stub.host] } },
    } as const;
    const rows = ['deep-researcher', 'direct', 'most-frequent', 'search-r1'];
    const { board } = await makeLeaderboard(
      played,
      { profile: 'smoke', results: newFolder(), rows, resume: false, place },
      { now: () => 0, note: () => {} },
    );
    assert.deepEqual(
      board.rows.map(({ id, kind }) => [id, kind]),
      rows.map((id) => [id, id === 'most-frequent' ? 'played' : 'unavailable']),
    );
    const reasons = board.rows.flatMap((row) => (row.kind === 'unavailable' ? [[row.id, row.reason]] : []));
    const reasonOf = Object.fromEntries(reasons) as Readonly<Record<string, string>>;
    assert.match(reasonOf['direct'] ?? '', /^the engine cannot go on in a message/u);
    assert.equal(reasonOf['search-r1'], 'the engine cannot train');
    assert.match(reasonOf['deep-researcher'] ?? '', /^the engine cannot train, and the engine cannot go on/u);
  });
});
