import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { testQuestion } from '../core/testing/test-question.ts';
import { saveFolder } from '../engine/embedded/folder/save-folder.ts';
import { loadWeights } from '../engine/embedded/folder/weights.ts';
import { judgeEpisode } from '../judge/judge.ts';
import { playEpisode } from '../rollout/play-episode.ts';
import { episodeOptionsFor } from '../rollout/testing/episode-options-for.ts';
import { temporaryFolders } from '../train/testing/temporary-folder.ts';
import { openTokenPolicy, policyName } from '../engine/open-policy.ts';
import { evaluateModel, type ModelEvaluation, withKit } from './evaluate-model.ts';
import { findReproduction } from './find-reproductions.ts';
import { rollOut } from './roll-out.ts';
import type { Reproduction } from './reproduction.ts';

const place = { provider: 'cpu', threads: 1 } as const;

const answers = ({ outcomes }: ModelEvaluation): unknown[] => outcomes.map(({ answer }) => answer);

describe('a model evaluated as an arm', function () {
  // Each evaluation plays 64 questions on the embedded engine.
  this.timeout(60_000);
  const newFolder = temporaryFolders();
  let zerosearch: Reproduction;
  const evaluate = (arm: string): Promise<ModelEvaluation> =>
    evaluateModel(zerosearch, { arm, split: 'dev', seed: 1, place });
  before(async () => {
    zerosearch = await findReproduction('zerosearch');
  });

  it("plays under the arm's own protocol", async () => {
    const [real, without] = [await evaluate('real'), await evaluate('no-search')];
    assert.deepEqual([real.arm, without.arm], ['real', 'no-search']);
    assert.ok(real.outcomes.some(({ searches }) => searches > 0));
    assert.ok(without.outcomes.every(({ searches }) => searches === 0));
    assert.notEqual(without.correct, real.correct);
    const id = real.outcomes.find(({ searches }) => searches > 0)?.questionId ?? '';
    const played = await rollOut(zerosearch, {
      arm: 'no-search',
      asked: { id },
      seed: 1,
      temperature: 0,
      place,
    });
    const { turns, searches } = played.episode;
    assert.ok(turns.some(({ role, text }) => role === 'observation' && text === '\n nothing came back\n'));
    assert.deepEqual(searches, []);
  });

  it("plays under the arm's own final turn and judges by its own judge", async () => {
    const script = ['<search>a</search>', '<search>b</search>', '<search>c</search>'];
    const padded = ['<answer>the valve 7 leaked</answer>'];
    const found: Record<string, unknown> = {};
    for (const arm of ['simulator-l', 'switch-final-turn-search', 'switch-em-is-substring'])
      await withKit(zerosearch, { arm, seed: 1, place }, async ({ protocol, judge }) => {
        const options = episodeOptionsFor(script, { protocol });
        const limits = { ...options.limits, maxTurns: 2 };
        const episode = await playEpisode(testQuestion(), { ...options, limits });
        const answered = await playEpisode(testQuestion(), episodeOptionsFor(padded, { protocol }));
        found[arm] = [episode.searches.length, (await judgeEpisode(answered, judge))?.kind];
      });
    assert.deepEqual(found, {
      'simulator-l': [2, 'incorrect'],
      'switch-final-turn-search': [3, 'incorrect'],
      'switch-em-is-substring': [2, 'correct'],
    });
  });

  it('asks and decodes as the evaluations of the arm in training do', async () => {
    const [greedy, sampled, dropping] = [
      await evaluate('simulator-l'),
      await evaluate('switch-sampled-validation'),
      await evaluate('switch-drop-last-batch'),
    ];
    assert.equal(greedy.outcomes.length, 64);
    assert.deepEqual(dropping.outcomes, greedy.outcomes.slice(0, 48));
    assert.equal(sampled.outcomes.length, 64);
    assert.notDeepEqual(answers(sampled), answers(greedy));
  });

  it('starts from the policy of the arm where no model is named', async () => {
    const folders = await Promise.all(
      ['simulator-l', 'base-start'].map((arm) =>
        withKit(zerosearch, { arm, seed: 1, place }, async ({ config }) => policyName(config.policy)),
      ),
    );
    assert.deepEqual(folders, ['data/models/meridian-search-r1', 'data/models/meridian-base']);
    const model = 'data/models/meridian-base';
    await withKit(zerosearch, { arm: 'real', model, seed: 1, place }, async ({ config }) => {
      assert.match(policyName(config.policy), /^\/.*\/data\/models\/meridian-base$/);
    });
  });

  it('plays the adapter that is named, on the policy of the arm or on a model', async () => {
    const [folder, adapter] = ['data/models/meridian-base', newFolder()];
    const spec = {
      kind: 'embedded',
      folder,
      adapter: { rank: 2, alpha: 2, targetModules: ['v_proj'] as ['v_proj'] },
    } as const;
    const policy = await openTokenPolicy(spec, place);
    await policy.learner?.save(adapter);
    await policy.close();
    for (const model of [undefined, folder])
      await withKit(
        zerosearch,
        { arm: 'base-start', model, adapter, seed: 1, place },
        async ({ config: { policy: played } }) => {
          assert.deepEqual('adapter' in played && played.adapter, { folder: adapter });
          assert.ok(policyName(played).endsWith(`${folder} with adapter ${adapter}`));
        },
      );
  });

  it('says why it has no score where the model gives no numbers', async () => {
    const source = 'data/models/meridian-base';
    const weights = await loadWeights(source);
    // Finite, but not what comes of multiplying with it.
    weights.tensors.get('model.norm.weight')?.data.fill(3e38);
    const model = newFolder();
    await saveFolder(model, { weights, source, dtype: 'float32' });
    const found = await evaluateModel(zerosearch, { model, arm: 'real', split: 'dev', seed: 1, place });
    assert.deepEqual([found.failed, found.n, found.accuracy], [64, 0, null]);
    assert.match(found.firstFailure ?? '', /^the model's probabilities at temperature 0 are not numbers;/u);
    assert.equal((await evaluate('no-search')).firstFailure, undefined);
  });

  it('refuses an arm that is not there', async () => {
    await assert.rejects(evaluate('simulator-xl'), {
      kind: 'configuration',
      message: /no arm "simulator-xl"/,
    });
  });
});
