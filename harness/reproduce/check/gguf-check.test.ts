import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'mocha';
import { writeTinyGguf } from '../../engine/local/testing/write-tiny-gguf.ts';
import { correctnessOf, judgeEpisode } from '../../judge/judge.ts';
import { matchJudge } from '../../judge/match.ts';
import { loadDataset } from '../../run/load-dataset.ts';
import { smallConfig } from '../../run/testing/small-config.ts';
import type { ModelCheck } from './model-check.ts';
import { planCheck } from './plan-check.ts';
import { type Checked, type CheckHooks, runCheck } from './run-check.ts';
import { llamaCppSuite } from '../../engine/local/testing/llama-cpp-suite.ts';

/** Four dev questions of the shipped data set, answered by random weights at temperature 1. */
const check: ModelCheck = {
  id: 'tiny',
  title: 'Tiny',
  about: [],
  dataset: 'meridian',
  arms: [{ id: 'one', label: 'One', models: ['none'], method: 'a', published: null }],
  presets: [{ id: 'only', label: 'only' }],
  searches: [{ id: 'bm25', label: 'BM25', models: [], spec: () => ({ kind: 'bm25' }) }],
  questions: [
    {
      id: 'four',
      label: 'four questions',
      load: async () => (await loadDataset('meridian', { extended: false })).dataset.dev.slice(0, 4),
    },
  ],
  judges: [{ id: 'match', label: 'Match judge' }],
  simulators: [],
  simulatorFormat: 'compact',
  play: ({ policy, search }) => ({
    config: smallConfig({
      policy,
      search,
      limits: { maxTurns: 2, maxNewTokens: 240, maxTokensPerTurn: 120, topK: 1, maxContextTokens: 500 },
    }),
    sampling: { temperature: 1 },
    beyond: {},
    prepare: (kit) => kit,
    judges: () => ({ match: async (episode) => correctnessOf(await judgeEpisode(episode, matchJudge)) }),
  }),
};

llamaCppSuite('a check of a GGUF model', function () {
  this.timeout(60_000);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twinzero-gguf-check-'));
    await writeTinyGguf(join(folder, 'tiny.gguf'));
  });
  after(() => rm(folder, { recursive: true }));

  async function play(
    results: string,
    hooks: Partial<CheckHooks> & { readonly resume?: boolean } = {},
  ): Promise<Checked> {
    const { resume = false, ...rest } = hooks;
    const standIn = { spec: { kind: 'gguf', file: join(folder, 'tiny.gguf') }, name: 'random' } as const;
    const plan = await planCheck(check, { standIn });
    const request = {
      results: join(folder, results),
      resume,
      seed: 1,
      place: { provider: 'cpu', threads: 1 } as const,
    };
    return runCheck(plan, request, { note: () => {}, ...rest });
  }

  it('ends with the question that it plays once it is interrupted, and goes on to the bytes of one that was not', async () => {
    const whole = await files(await play('whole'));
    const [cell] = (await play('cut', abortAfter(1))).result.cells;
    assert.ok(cell?.kind === 'interrupted');
    assert.deepEqual([cell.played, cell.of], [1, 4]);
    const resumed = await play('cut', { resume: true });
    assert.deepEqual(await files(resumed), whole);
    const [played] = resumed.result.cells;
    assert.ok(played?.kind === 'played');
    // Random weights end some messages before the limit, and so every question differs.
    const tokens = played.questions.map((one) => one.tokens);
    assert.ok(
      new Set(tokens).size > 1 && played.questions.every(({ failure }) => failure === null),
      tokens.join(),
    );
  });
});

async function files({ page }: Checked): Promise<string[]> {
  const names = ['README.md', 'rows.csv', 'outcomes.csv'];
  return Promise.all(names.map((name) => readFile(join(page, '..', name), 'utf8')));
}

/** Hooks that interrupt a check after some questions. */
function abortAfter(count: number): Pick<CheckHooks, 'signal' | 'onPlayed'> {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onPlayed: (_, played) => {
      if (played === count) controller.abort();
    },
  };
}
