import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { grpo } from '../harness/algorithm/grpo.ts';
import { groupOf } from '../harness/core/group.ts';
import { Random } from '../harness/core/random.ts';
import { testQuestion } from '../harness/core/testing/test-question.ts';
import { chatClient } from '../harness/engine/completion/chat-client.ts';
import { completionServer } from '../harness/engine/completion/completion-server.ts';
import {
  chatCompletion,
  type CompletionStub,
  completionStub,
} from '../harness/engine/completion/testing/completion-stub.ts';
import { matchJudge } from '../harness/judge/match.ts';
import { playEpisode } from '../harness/rollout/play-episode.ts';
import { searchR1Protocol } from '../harness/rollout/protocols/inline-protocol.ts';
import { episodeOptionsFor } from '../harness/rollout/testing/episode-options-for.ts';
import { addFailures, failureOf, noFailures } from '../harness/run/failure-counts.ts';
import type { SearchBackend } from '../harness/search/search-backend.ts';
import { chatGenerator } from '../harness/search/simulator/chat-generator.ts';
import { curriculumBackend } from '../harness/search/simulator/curriculum-backend.ts';
import { simulatorBackend } from '../harness/search/simulator/simulator-backend.ts';
import { retryBackend } from '../harness/search/wrappers/retry-backend.ts';
import { scoreGroup } from '../harness/train/score-group.ts';
import { rewardSets } from '../reproductions/zerosearch/rewards.ts';
import { paperFormat } from '../reproductions/zerosearch/simulator-format.ts';

const stubs: CompletionStub[] = [];

afterEach(async () => {
  await Promise.all(stubs.splice(0).map((one) => one.close()));
});

/** A simulator over HTTP that is down for queries with the word "broken". */
async function simulatedSearch(): Promise<SearchBackend> {
  const stub = await completionStub((_, { body }) =>
    JSON.stringify(body).includes('Query: broken')
      ? { status: 500, body: 'down' }
      : chatCompletion('Doc 1: Valve 7 leaked.'),
  );
  stubs.push(stub);
  const server = completionServer({ hosts: [stub.host], attempts: 2, backoffMs: 0 });
  const generator = chatGenerator({ client: chatClient(server, 'qwen'), format: paperFormat });
  const simulator = simulatorBackend({ generator, format: paperFormat, kind: 'sft' });
  const retried = retryBackend(simulator, { attempts: 2, backoffMs: 0 });
  return curriculumBackend(retried, { noisyProbability: 0, id: 'none' });
}

describe('a simulator that fails', () => {
  it('makes a failed episode without a reward, which is counted and stays out of the advantages', async () => {
    const search = await simulatedSearch();
    const protocol = searchR1Protocol({ prompt: 'compact' });
    const scripts = [
      ['<search>leak</search>', '<answer>valve 7</answer>'],
      ['<search>leak</search>', '<answer>valve 8</answer>'],
      ['<search>leak</search>', '<search>broken</search>', '<answer>valve 7</answer>'],
      ['<search>leak</search>', '<answer>valve 7</answer>'],
    ];
    const question = testQuestion();
    const episodes = await Promise.all(
      scripts.map((script, sample) => {
        const random = Random.seeded(1).fork('sample', sample);
        return playEpisode(
          question,
          episodeOptionsFor(script, { id: `1/q1/${sample}`, sample, search, protocol, random }),
        );
      }),
    );

    const failed = episodes[2];
    assert.ok(failed?.outcome.kind === 'failed');
    assert.equal(failed.outcome.error.kind, 'search');
    assert.match(
      failed.outcome.error.message,
      /^search "broken" failed in each of 2 attempts, .*answered 500: "down"/,
    );
    assert.equal(failed.searches.length, 1);
    assert.equal(failed.searches[0]?.documents[0]?.text, 'Valve 7 leaked.');
    assert.equal(failed.searches[0]?.generatedTokens, 5);

    const { rewards: paid } = rewardSets['zerosearch-em'];
    const scoring = { rewards: paid, judge: matchJudge, chunks: new Map() };
    const { group, scored, rewards } = await scoreGroup(groupOf(question, episodes), scoring);
    assert.deepEqual(rewards, [1, 0, null, 1]);
    const [advantages = []] = grpo({ scale: 'std' }).advantages([{ group, rewards }]);
    // Of 1, 0, 1: mean 2/3, sample standard deviation sqrt(1/3) = 0.5773503; 1e-4 is added to it.
    assert.deepEqual(
      advantages.map((advantage) => (typeof advantage === 'number' ? advantage.toFixed(4) : advantage)),
      ['0.5773', '-1.1545', null, '0.5773'],
    );
    const failures = addFailures(scored.map(({ episode, verdict }) => failureOf(episode, verdict)));
    assert.deepEqual(failures, { ...noFailures, search: 1 });
  });
});
