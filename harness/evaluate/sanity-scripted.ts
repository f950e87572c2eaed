import { mapConcurrent } from '../core/map-concurrent.ts';
import type { Question } from '../core/question.ts';
import { Random } from '../core/random.ts';
import type { HeldOut } from '../data/dataset.ts';
import type { Sampler } from '../engine/engine.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import { correctnessOf, judgeEpisode } from '../judge/judge.ts';
import { playEpisode } from '../rollout/play-episode.ts';
import { type QuestionOutcome, questionOutcome } from '../run/evaluation-row.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import type { EvaluationOptions } from './evaluate-policy.ts';

/** The search turns written for a question, in the run's protocol; as many as the policy would need. */
export type SearchScript = (question: Question) => Promise<readonly string[]>;

/** The scripts of the reference rows. */
export interface SearchScripts {
  /** Searches for every chunk the question needs, in order. */
  readonly ceiling: SearchScript;
  /** Searches once, for the question as it stands. */
  readonly verbatim: SearchScript;
}

/** How a policy is played whose first turns are written for it. */
export interface ScriptedOptions extends EvaluationOptions {
  readonly search: SearchBackend;
  /** What is written before the policy has its one turn. */
  readonly script: SearchScript;
}

/**
 * Plays questions whose search turns are scripted; then the policy writes one greedy turn, and a further search
 * in it leaves the question unanswered (`turn-limit`). The random keys are those of `evaluatePolicy`.
 */
export async function evaluateScripted(
  questions: readonly HeldOut<Question>[],
  options: ScriptedOptions,
): Promise<QuestionOutcome[]> {
  const { player, judge, seed, search, script } = options;
  const random = Random.seeded(seed).fork('evaluate');
  return mapConcurrent(
    questions,
    async ({ value: question }) => {
      const scripts = await script(question);
      const searches = scripts.length;
      // Where the protocol grants a final generation, that is the policy's turn.
      const ownTurns = player.protocol.finalGeneration === 'none' ? 1 : 0;
      const episode = await playEpisode(question, {
        ...player,
        search,
        id: `0/${question.id}/0`,
        sample: 0,
        engine: withScript(player.engine, player.codec, scripts),
        limits: { ...player.limits, maxTurns: searches + ownTurns },
        sampling: { temperature: 0 },
        random: random.fork(0, question.id, 0),
      });
      const kept = { ...episode, searches: episode.searches.slice(0, searches) };
      return questionOutcome(kept, correctnessOf(await judgeEpisode(episode, judge)));
    },
    { limit: player.engine.profile.maxConcurrency },
  );
}

/** Writes `scripts` one turn after the other, then samples; for one episode. */
function withScript(
  engine: Pick<Sampler, 'sample'>,
  codec: TextCodec,
  scripts: readonly string[],
): Pick<Sampler, 'sample'> {
  const waiting = scripts.values();
  return {
    async sample(prompt, params) {
      const next = waiting.next();
      if (next.done === true) return engine.sample(prompt, params);
      const tokens = [...codec.encode(next.value), codec.stopToken];
      // Nothing trains on these turns, so their log-probabilities may be anything.
      return { tokens, logprobs: tokens.map(() => 0), stopReason: 'stop' };
    },
  };
}
