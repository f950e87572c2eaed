import type { HeldOut } from '../core/held-out.ts';
import type { Question } from '../core/question.ts';
import { Random } from '../core/random.ts';
import type { Engine } from '../engine/engine.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import { mapConcurrent } from '../rollout/map-concurrent.ts';
import { playEpisode } from '../rollout/play-episode.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import type { EvaluationOptions } from './evaluate-policy.ts';
import { correctnessOf, judgeEpisode } from './judge-episode.ts';
import { type QuestionOutcome, questionOutcome } from './question-outcome.ts';

/** The text of a policy turn that searches for a question as it stands, in the run's protocol. */
export type ScriptedSearch = (question: string) => string;

/** A search turn that thinks the question and asks it, in ReZero's tags. */
export function verbatimSearch(question: string): string {
  return `<think> ${question}</think>\n<search> ${question}</search>`;
}

/** How a policy is played whose first turns are written for it. */
export interface ScriptedOptions extends EvaluationOptions {
  readonly search: SearchBackend;
  readonly scriptedSearch: ScriptedSearch;
  /** How many searches are written for a question before the policy has its one turn. */
  readonly searchesOf: (question: Question) => number;
}

/**
 * Plays questions whose search turns are scripted; then the policy writes one greedy turn, and a further search
 * in it leaves the question unanswered (`turn-limit`). The random keys are those of `evaluatePolicy`.
 */
export async function evaluateScripted(
  questions: readonly HeldOut<Question>[],
  options: ScriptedOptions,
): Promise<QuestionOutcome[]> {
  const { player, judge, seed, search, searchesOf } = options;
  const random = Random.seeded(seed).fork('evaluate');
  return mapConcurrent(
    questions,
    async ({ value: question }) => {
      const searches = searchesOf(question);
      const scripts = Array.from({ length: searches }, () => options.scriptedSearch(question.question));
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
  engine: Pick<Engine, 'sample'>,
  codec: TextCodec,
  scripts: readonly string[],
): Pick<Engine, 'sample'> {
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
