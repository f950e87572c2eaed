import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { answered, type Outcome, unanswered } from '../core/episode.ts';
import { testQuestion } from '../core/testing/test-question.ts';
import { episodeRow, openEpisodeStore } from '../run/index.ts';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { chosenEpisodes, type EpisodeChoice } from './chosen-episodes.ts';

interface Sketch {
  readonly id: string;
  readonly step?: number;
  readonly kind?: string;
  readonly outcome: Outcome;
  readonly rewards?: Readonly<Record<string, number | null>>;
}

async function keep(folder: string, sketches: readonly Sketch[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const store = await openEpisodeStore(join(folder, 'episodes.jsonl.gz'), 'empty');
  const rows = sketches.map(({ id, step = 1, kind = 'direct', outcome, rewards = {} }) => {
    const question = { ...testQuestion({ id: 'q' }), answers: ['Haise'] as const, kind };
    const episode = { id, question, sample: 0, turns: [], searches: [], outcome };
    return episodeRow(episode, { step, rewards, advantage: null });
  });
  await store.append(rows);
  await store.close();
}

async function ids(folder: string, choice: EpisodeChoice): Promise<string[]> {
  const found: string[] = [];
  for await (const { run, row } of chosenEpisodes(folder, choice)) found.push(`${run} ${row.id}`);
  return found;
}

describe('chosenEpisodes', () => {
  const newFolder = temporaryFolders();
  const failed: Outcome = { kind: 'failed', error: { kind: 'search', message: 'gone' } };

  it('chooses by outcome, kind and step; a failed episode is neither right nor wrong', async () => {
    const folder = join(newFolder(), 'a-s1');
    await keep(folder, [
      { id: 'right', outcome: answered('the haise') },
      { id: 'other', outcome: answered('Lovell'), kind: 'two-hop' },
      { id: 'none', outcome: unanswered('turn-limit'), step: 2 },
      { id: 'failed', outcome: failed },
      // The run's judge has the last word over the match.
      { id: 'judged-right', outcome: answered('Fred'), rewards: { correctness: 1 } },
      { id: 'judged-wrong', outcome: answered('Haise'), rewards: { correctness: 0 }, kind: 'two-hop' },
      { id: 'unjudged', outcome: answered('Lovell'), rewards: { correctness: null } },
    ]);
    assert.equal((await ids(folder, {})).length, 7);
    assert.deepEqual(await ids(folder, { wrong: true }), ['a-s1 other', 'a-s1 none', 'a-s1 judged-wrong']);
    assert.deepEqual(await ids(folder, { wrong: true, step: 2 }), ['a-s1 none']);
    assert.deepEqual(await ids(folder, { kind: 'two-hop' }), ['a-s1 other', 'a-s1 judged-wrong']);
    assert.deepEqual(await ids(folder, { kind: 'alias' }), []);
  });

  it('reads every run of a result folder, or those of an arm', async () => {
    const folder = newFolder();
    for (const run of ['a-s1', 'a-s2', 'a-s-x-s1'])
      await keep(join(folder, 'runs', run), [{ id: 'one', outcome: failed }]);
    mkdirSync(join(folder, 'runs', 'b-s1'));
    assert.deepEqual(await ids(folder, {}), ['a-s-x-s1 one', 'a-s1 one', 'a-s2 one']);
    assert.deepEqual(await ids(folder, { arm: 'a' }), ['a-s1 one', 'a-s2 one']);
    await assert.rejects(ids(folder, { arm: 'b' }), {
      kind: 'data',
      message: /no run of arm "b"; its arms are a-s-x, a$/u,
    });
    await assert.rejects(ids(join(folder, 'absent'), {}), { kind: 'data', message: /published results/u });
  });
});
