import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { chromium } from 'playwright-core';
import { answered } from '../harness/core/episode.ts';
import { testQuestion } from '../harness/core/testing/test-question.ts';
import { fixtureConfig, fixtureRun, writeFixture } from '../harness/report/testing/report-fixture.ts';
import { episodeRow, openEpisodeStore, runFolder } from '../harness/run/index.ts';
import { temporaryFolders } from '../harness/train/testing/temporary-folder.ts';
import { cliFile } from './testing/cli.ts';

const executablePath = '/usr/bin/chromium';
const absent = existsSync(executablePath)
  ? ''
  : ` (skipped: ${executablePath} is missing; apt-get install chromium)`;

describe('twinzero watch', function () {
  this.timeout(120_000);
  const newFolder = temporaryFolders();
  let parent: string;
  let folder: string;
  let started: ChildProcess | null = null;

  beforeEach(async () => {
    parent = newFolder();
    const metrics = [{ step: 1, reward_mean: 0.5 }];
    await writeFixture(parent, [
      fixtureRun({
        arm: 'first',
        seed: 1,
        info: { status: 'incomplete', steps: 1, config: fixtureConfig({ seed: 1 }) },
        metrics,
      }),
    ]);
    folder = runFolder(parent, { arm: 'first', seed: 1 });
    const store = await openEpisodeStore(join(folder, 'episodes.jsonl.gz'), 'empty');
    const question = {
      ...testQuestion({ id: 'q' }),
      question: 'Who <img src=x onerror="globalThis.hacked=1">?',
    };
    const episode = { id: '1/q/0', question, sample: 0, turns: [], searches: [], outcome: answered('x') };
    await store.append([episodeRow(episode, { step: 1, rewards: {}, advantage: 0 })]);
    await store.close();
  });
  afterEach(() => {
    started?.kill('SIGKILL');
  });

  /** Starts the command; `said` is what it has printed, and `printed` waits for a text in it. */
  function start(...args: string[]): { child: ChildProcess; printed: (text: RegExp) => Promise<string> } {
    const child = spawn(process.execPath, [cliFile, 'watch', folder, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Without the loader hooks that mocha gives its own process.
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    started = child;
    let said = '';
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
    const printed = async (text: RegExp): Promise<string> => {
      for (;;) {
        const found = text.exec(said);
        if (found !== null) return found[0];
        await once(child.stdout, 'data');
      }
    };
    return { child, printed };
  }

  it(`serves a page that goes on with the run, and ends with Ctrl-C${absent}`, async function () {
    if (absent !== '') this.skip();
    const { child, printed } = start();
    const ended = once(child, 'exit');
    const url = await printed(/http:\/\/127\.0\.0\.1:\d+/u);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage();
      const wrong: string[] = [];
      page.on('pageerror', ({ message }) => wrong.push(message));
      page.on('console', (message) => wrong.push(message.text()));
      page.on('request', (request) => {
        if (!/^(?:data:|http:\/\/127\.0\.0\.1:)/u.test(request.url())) wrong.push(request.url());
      });
      await page.goto(url);
      await page.getByText('Step 1 of 20').first().waitFor();
      await page.locator('.episode summary').first().click();
      appendFileSync(join(folder, 'metrics.csv'), '2,0.75\n');
      await page.getByText('Step 2 of 20').first().waitFor();
      // What did not change is as the reader left it.
      assert.equal(await page.locator('.episode[open]').count(), 1);
      assert.equal(await page.evaluate('globalThis.hacked'), undefined);
      assert.equal(await page.locator('main img').count(), 0);
      assert.deepEqual(wrong, []);
      child.kill('SIGINT');
      assert.deepEqual(await ended, [0, null]);
      await page.getByText('The server has gone').waitFor();
    } finally {
      await browser.close();
    }
  });

  it('prints a line for each change where there is no terminal, and ends with the run', async () => {
    const { child, printed } = start('--terminal');
    const ended = once(child, 'exit');
    await printed(/^first-s1 {2}step 1\/20 {2}Training reward 0\.50\n/u);
    const heldOut = { 0: '01', 10: '01', 20: '11' };
    await writeFixture(parent, [fixtureRun({ arm: 'first', seed: 1, heldOut, dev: heldOut })]);
    await printed(/first-s1 {2}step 20\/20 {2}Held-out accuracy 100\.0 %.*\n$/u);
    assert.deepEqual(await ended, [0, null]);
  });
});
