import type { Episode } from '../core/episode.ts';
import { Random } from '../core/random.ts';
import type { Verdict } from '../core/verdict.ts';
import { judgeEpisode } from '../judge/judge.ts';
import { playEpisode } from '../rollout/play-episode.ts';
import { type Asked, askedQuestion } from './asked-question.ts';
import type { Reproduction } from './reproduction.ts';
import { type PlayerChoice, withPlayer } from './with-player.ts';

/** One episode to play. */
export interface RolloutRequest extends PlayerChoice {
  readonly asked: Asked;
  /** 0 is greedy. */
  readonly temperature: number;
  readonly seed: number;
}

/** The episode played. */
export interface Rollout {
  readonly episode: Episode;
  /** Null for a question without a gold answer and for a failed episode. */
  readonly verdict: Verdict | null;
  /** Whether the question has a gold answer. */
  readonly known: boolean;
}

/**
 * Plays one question to its end. At temperature 0 this is the episode that an evaluation with the same seed plays:
 * the random keys are those of `evaluatePolicy`.
 */
export async function rollOut(reproduction: Reproduction, request: RolloutRequest): Promise<Rollout> {
  const { asked, temperature, seed } = request;
  return withPlayer(reproduction, request, async ({ setting, player }) => {
    const { question, known } = askedQuestion(setting.dataset, asked);
    const episode = await playEpisode(question, {
      ...player,
      id: `0/${question.id}/0`,
      sample: 0,
      sampling: { temperature },
      random: Random.seeded(seed).fork('evaluate').fork(0, question.id, 0),
    });
    return { episode, known, verdict: known ? await judgeEpisode(episode, setting.judge) : null };
  });
}
