import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { answered } from '../harness/core/episode.ts';
import { testQuestion } from '../harness/core/testing/test-question.ts';
import { fixtureRun, writeFixture } from '../harness/report/testing/report-fixture.ts';
import { episodeRow, openEpisodeStore } from '../harness/run/index.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { cli } from './testing/cli.ts';

/** Clears the screen, sets the window's title, and begins a control sequence of one byte. */
const hostile = '\u001b[2J\u001b]0;title\u0007\u009b1m\u202e';
const shown = String.raw`\u001b[2J\u001b]0;title\u0007\u009b1m\u202e`;

/** Runs a command; what it prints must hold the text as shown and nothing that commands a terminal. */
async function prints(text: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { stdout, stderr } = await cli(...args);
  for (const output of [stdout, stderr]) assert.doesNotMatch(output, /(?![\n\t])[\p{Cc}\u202e]/u);
  assert.ok(`${stdout}${stderr}`.includes(text), `${stdout}${stderr}`);
  return { stdout, stderr };
}

describe('strings from outside on a terminal', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  it('score: an id, in the table and in JSON', async () => {
    const path = join(newFolder(), 'rows.jsonl');
    const id = `${hostile}\nfake row`;
    writeFileSync(path, `${JSON.stringify({ id, prediction: 'a', golds: ['a'] })}\n`);
    const { stdout } = await prints(`${shown}${String.raw`\nfake row`}`, 'score', path);
    // Headings, the row, and the two lines of means.
    assert.equal(stdout.trim().split('\n').length, 4);
    const json = await prints(shown.slice(0, 10), 'score', path, '--json');
    assert.equal((JSON.parse(json.stdout) as { id: string }).id, id);
  });

  it('rescore: an id', async () => {
    const path = join(newFolder(), 'episodes.jsonl');
    const messages = [{ role: 'assistant', content: '<answer>a</answer>' }];
    writeFileSync(path, `${JSON.stringify({ id: hostile, question: 'q', answer: 'a', messages })}\n`);
    await prints(shown, 'rescore', path, '--preset', 'three-reward');
  });

  it('episodes: an id, a kind, a query and an answer', async () => {
    const folder = newFolder();
    const store = await openEpisodeStore(join(folder, 'episodes.jsonl.gz'), 'empty');
    const question = { ...testQuestion({ id: hostile }), kind: hostile };
    const turns = [{ role: 'observation', text: hostile, tokens: [] }] as const;
    const outcome = answered(`${hostile}\n=== fake`);
    const episode = { id: hostile, question, sample: 0, turns, searches: [], outcome };
    await store.append([episodeRow(episode, { step: 1, rewards: { [hostile]: 1 }, advantage: null })]);
    await store.close();
    const { stdout } = await prints(shown, 'episodes', folder, '--kind', hostile);
    assert.equal([...stdout.matchAll(/^===/gmu)].length, 1);
  });

  it('rollout: the question, and so the text of a turn', async () => {
    await prints(shown, 'rollout', 'rezero', '--question', `${hostile} who?`);
  });

  it('errors: a path, a name, an option', async () => {
    const folder = join(newFolder(), hostile);
    await writeFixture(folder, [fixtureRun({ arm: hostile, seed: 1 })]);
    mkdirSync(join(folder, 'runs'), { recursive: true });
    await prints(shown, 'compare', join(folder, 'absent'), folder);
    await prints(shown, 'report', 'rezero', '--results', folder);
    await prints(shown, 'describe', hostile);
    await prints(shown, 'train', 'rezero', '--arm', hostile);
    await prints(shown, 'list', `--${hostile}`);
  });
});
