import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Judge } from '../judge/judge.ts';
import { matchJudge } from '../judge/match.ts';
import type { TrainKit } from '../run/open-kit.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import { runContents } from './testing/run-contents.ts';
import { temporaryFolders } from './testing/temporary-folder.ts';
import { tinyBasePolicy } from './testing/tiny-policy.ts';
import { openedSearch, tinyConfig, tinyRun, type TinyRunOptions } from './testing/tiny-run.ts';
import { tinyDataset, tinySearch } from './testing/tiny-world.ts';

const config = tinyConfig({ steps: 4 });
const search = tinySearch(tinyDataset().chunks);

/** Something that the world has or has not just now. */
interface Outage {
  down: boolean;
}

/** The parts of a kit that fail while there is an outage. */
async function failing(outage: Outage): Promise<Required<Pick<TrainKit, 'search' | 'policy' | 'judge'>>> {
  const policy = await tinyBasePolicy();
  const sample = policy.sample.bind(policy);
  policy.sample = async (prompt, params) => {
    if (outage.down) throw new TwinZeroError('engine', 'the engine is down');
    return sample(prompt, params);
  };
  const backend: SearchBackend = {
    id: search.id,
    async search(request) {
      if (outage.down) throw new TwinZeroError('search', 'the search is down');
      return search.search(request);
    },
  };
  const judge: Judge = async (input) =>
    outage.down ? { kind: 'unanswerable', reason: 'the judge is down' } : matchJudge(input);
  return { policy, search: openedSearch(backend), judge };
}

/** The step and split of each stored evaluation. */
function stored(folder: string): string[] {
  const lines = readFileSync(join(folder, 'evaluations.jsonl'), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const { step, split } = JSON.parse(line) as { step: number; split: string };
    return `${step} ${split}`;
  });
}

const blindToRed: Judge = async (input) =>
  input.answers[0] === 'red' ? { kind: 'unanswerable', reason: 'no red' } : matchJudge(input);

/** A step of a run whose judge loses the question about red, one of four in each split and in no step. */
function losingRed(folder: string, maxFailureShare: number): ReturnType<typeof tinyRun> {
  const all = tinyDataset();
  return tinyRun(folder, {
    config: tinyConfig({ steps: 1, maxFailureShare }),
    judge: blindToRed,
    dataset: { ...all, train: all.train.slice(1) },
  });
}

describe('an evaluation that loses too many episodes', () => {
  const newFolder = temporaryFolders();

  for (const part of ['search', 'policy', 'judge'] as const)
    it(`stops the run before a row is stored where the ${part} is down, and the run resumed is as if never stopped`, async () => {
      const kind = part === 'policy' ? 'engine' : part;
      const whole = newFolder();
      await tinyRun(whole, { config });
      const folder = newFolder();
      await assert.rejects(tinyRun(folder, { config, [part]: (await failing({ down: true }))[part] }), {
        kind,
        message:
          '4 of 4 episodes of the held-out evaluation at step 0 failed, more than the share 0.25 that maxFailureShare allows; ' +
          `the first: the ${kind} is down; mend the cause and resume`,
      });
      assert.deepEqual(stored(folder), []);
      assert.ok(!existsSync(join(folder, 'checkpoints')));
      const { record } = await tinyRun(folder, { config }, { resume: true });
      assert.equal(record.status, 'complete');
      assert.deepEqual(record.failures, { search: 0, engine: 0, judge: 0, truncated: 0 });
      assert.deepEqual(runContents(folder), runContents(whole));
    });

  it('leaves the evaluations before it and the checkpoint that the run goes on from', async () => {
    const whole = newFolder();
    await tinyRun(whole, { config });
    const folder = newFolder();
    const outage: Outage = { down: false };
    const { search: unsteady } = await failing(outage);
    // The step searches elsewhere: only the evaluation after it meets the outage.
    const parts = { config, search: unsteady, trainingSearch: openedSearch(search) };
    const onEvent: TinyRunOptions['onEvent'] = ({ kind, step }) => {
      if (kind === 'step' && step === 2) outage.down = true;
    };
    await assert.rejects(tinyRun(folder, parts, { onEvent }), {
      kind: 'search',
      message: /^4 of 4 episodes of the held-out evaluation at step 2 failed/u,
    });
    assert.deepEqual(stored(folder), ['0 held-out', '0 dev']);
    assert.deepEqual(readdirSync(join(folder, 'checkpoints')), ['step-000000']);
    outage.down = false;
    const { record } = await tinyRun(folder, parts, { resume: true });
    assert.equal(record.status, 'complete');
    assert.deepEqual(runContents(folder), runContents(whole));
  });

  it('stops it on dev too, and what held-out had stored by then is stored once', async () => {
    const folder = newFolder();
    const outage: Outage = { down: false };
    const parts = { config, ...(await failing(outage)) };
    const onEvent: TinyRunOptions['onEvent'] = (event) => {
      if (event.kind === 'evaluation' && event.split === 'held-out') outage.down = true;
    };
    await assert.rejects(
      tinyRun(folder, parts, { onEvent }),
      /^TwinZeroError: 4 of 4 episodes of the dev evaluation/u,
    );
    outage.down = false;
    await tinyRun(folder, parts, { resume: true });
    assert.deepEqual(stored(folder), ['0 held-out', '0 dev', '2 held-out', '2 dev', '4 held-out', '4 dev']);
  });

  it('goes by the share that the configuration allows', async () => {
    await assert.rejects(
      losingRed(newFolder(), 0.24),
      /^TwinZeroError: 1 of 4 episodes of the held-out evaluation at step 0/u,
    );
    const { record } = await losingRed(newFolder(), 0.25);
    assert.deepEqual([record.status, record.failures.judge], ['incomplete', 4]);
  });
});
