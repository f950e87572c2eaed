import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Episode } from '../harness/core/episode.ts';
import { testQuestion } from '../harness/core/testing/test-question.ts';
import { TwinZeroError } from '../harness/core/twin-zero-error.ts';
import { findBaseline, findBaselines } from '../harness/evaluate/find-baselines.ts';
import { type Baseline, baselineAnswer } from '../harness/rollout/baseline.ts';
import { playEpisode } from '../harness/rollout/play-episode.ts';
import { policyMask } from '../harness/rollout/policy-mask.ts';
import { searchR1Protocol } from '../harness/rollout/protocols/inline-protocol.ts';
import { rezeroProtocol } from '../harness/rollout/protocols/message-protocol.ts';
import type { EpisodeOptions } from '../harness/rollout/tape.ts';
import { baselineWorld } from '../harness/rollout/testing/baseline-world.ts';
import { episodeOptionsFor } from '../harness/rollout/testing/episode-options-for.ts';
import { fixedBackend } from '../harness/rollout/testing/fixed-backend.ts';
import { type Script, scriptedEngine } from '../harness/rollout/testing/scripted-engine.ts';
import { wordCodec } from '../harness/rollout/testing/word-codec.ts';
import { faultBackend } from '../harness/search/wrappers/fault-backend.ts';

const codec = wordCodec();
const protocols = [rezeroProtocol({ prompt: 'compact' }), searchR1Protocol({ prompt: 'compact' })];
const answering: Script = () => '<think>read</think><answer>valve 7</answer>';
const base = episodeOptionsFor([]);

function play(baseline: Baseline, script: Script, change: Partial<EpisodeOptions> = {}): Promise<Episode> {
  const options = { ...episodeOptionsFor(script), ...change };
  const answer = baselineAnswer(baseline, baselineWorld(options.protocol));
  return playEpisode(testQuestion(), { ...options, answer });
}

/** The turns of all conversations of an episode. */
function allTurns({ turns, branches = [] }: Episode): Episode['turns'] {
  return [...turns, ...branches.flat()];
}

describe('the baselines', () => {
  it('are the files of their folder, tests left out', async () => {
    const names = (await findBaselines()).map(({ id }) => id);
    assert.ok(names.includes('oracle') && names.includes('verbatim') && names.includes('most-frequent'));
    assert.deepEqual(names, [...names].sort());
  });

  it('are found by name', async () => {
    assert.equal((await findBaseline('oracle')).id, 'oracle');
    await assert.rejects(findBaseline('oracel'), {
      kind: 'configuration',
      message: /"oracel"; known: .*oracle/,
    });
  });
});

for (const baseline of await findBaselines())
  describe(`baseline ${baseline.id}`, () => {
    it('says what it is and where it is from', () => {
      assert.ok(baseline.title.length > 3 && baseline.source.length > 3);
    });

    it('has a default for every setting and refuses unknown ones', () => {
      const world = baselineWorld(protocols[0] ?? base.protocol);
      assert.doesNotThrow(() => baselineAnswer(baseline, world, {}));
      assert.throws(() => baselineAnswer(baseline, world, { unheardOf: 1 }), { kind: 'configuration' });
    });

    it('is refused in a world that lacks what it needs', () => {
      for (const need of baseline.needs) {
        const { [need]: _, ...world } = baselineWorld(base.protocol);
        assert.throws(() => baselineAnswer(baseline, { ...world, protocol: base.protocol }), {
          kind: 'configuration',
          message: new RegExp(`needs ${need},`),
        });
      }
    });

    for (const protocol of protocols) {
      it(`answers under ${protocol.id}, the same each time`, async () => {
        const episode = await play(baseline, answering, { protocol });
        assert.equal(episode.outcome.kind, 'answered', JSON.stringify(episode.outcome));
        assert.deepEqual(await play(baseline, answering, { protocol }), episode);
      });

      it(`says why it has no answer under ${protocol.id} when the policy gives none`, async () => {
        const { outcome } = await play(baseline, () => '', { protocol });
        if (outcome.kind === 'answered') assert.notEqual(outcome.answer, '');
        else assert.equal(outcome.kind, 'unanswered');
      });
    }

    it('has a log-probability for each token it can be trained on', async () => {
      const episode = await play(baseline, answering);
      for (const turn of allTurns(episode))
        assert.equal(turn.logprobs?.length, turn.role === 'policy' ? turn.tokens.length : undefined);
      assert.doesNotThrow(() => policyMask(episode));
    });

    it('never rejects for a failed search or engine: a lost episode is data', async () => {
      const search = faultBackend(fixedBackend([]), { rate: 1 });
      const gone = new TwinZeroError('engine', 'gone');
      await assert.doesNotReject(play(baseline, answering, { search }));
      await assert.doesNotReject(play(baseline, () => Promise.reject(gone)));
    });

    it('keeps the limits', async () => {
      const room = { ...base.limits, maxTurns: 2, maxTokensPerTurn: 20, maxContextTokens: 150 };
      for (const limits of [room, { ...room, maxNewTokens: 1 }, { ...room, maxContextTokens: 40 }]) {
        const engine = scriptedEngine(codec, ({ params }) => `<think>${'x'.repeat(params.maxTokens)}`);
        const episode = await play(baseline, [], { engine, limits });
        for (const turns of [episode.turns, ...(episode.branches ?? [])])
          assert.ok(turns.filter(({ role }) => role === 'policy').length <= limits.maxTurns + 1);
        for (const { prompt, params } of engine.requests) {
          assert.ok(params.maxTokens <= limits.maxTokensPerTurn);
          assert.ok(prompt.length + params.maxTokens <= limits.maxContextTokens);
        }
      }
    });
  });
