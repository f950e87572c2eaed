import type { Episode } from '../core/episode.ts';
import { Random } from '../core/random.ts';
import type { Verdict } from '../core/verdict.ts';
import { judgeEpisode } from '../judge/judge.ts';
import { type EpisodeScore, type RewardSpec, scoreEpisode, valuesOf } from '../reward/rewards.ts';
import { playEpisode } from '../rollout/index.ts';
import { type Kit, playerOf, showEpisode, type ShownEpisode } from '../run/index.ts';
import { scorableOf } from '../train/scorable-of.ts';
import { type Asked, askedQuestion } from './asked-question.ts';
import { type PlayRequest, withKit } from './evaluate-model.ts';
import type { Reproduction } from './reproduction.ts';

/** One episode to play. */
export interface RolloutRequest extends PlayRequest {
  readonly asked: Asked;
  /** 0 is greedy. */
  readonly temperature: number;
}

/** The episode played. */
export interface Rollout {
  readonly episode: Episode;
  /** Null for a question without a gold answer and for a failed episode. */
  readonly verdict: Verdict | null;
  /** True where the question has a gold answer. */
  readonly known: boolean;
  /** The rewards of the arm, as training scores them; null without a verdict that is a score. */
  readonly scored: (EpisodeScore & { readonly specs: readonly RewardSpec[] }) | null;
  /** As a page shows it. */
  readonly shown: ShownEpisode;
}

/**
 * Plays one question to its end. At temperature 0 this is the episode that a greedy evaluation with the same seed
 * plays: the random keys are those of `evaluatePolicy`.
 */
export async function rollOut(reproduction: Reproduction, request: RolloutRequest): Promise<Rollout> {
  const { asked, temperature, seed } = request;
  return withKit(reproduction, request, async (kit, arm) => {
    const { question, known } = askedQuestion(kit.dataset, asked);
    const episode = await playEpisode(question, {
      ...playerOf(kit),
      id: `0/${question.id}/0`,
      sample: 0,
      sampling: { temperature },
      random: Random.seeded(seed).fork('evaluate').fork(0, question.id, 0),
    });
    const verdict = known ? await judgeEpisode(episode, kit.judge) : null;
    const scored = scoredBy(kit, episode, verdict);
    const shown = showEpisode(episode, {
      arm,
      seed,
      step: null,
      right: verdict === null || verdict.kind === 'unanswerable' ? null : verdict.kind === 'correct',
      rewards: scored === null ? {} : valuesOf(scored.parts),
      advantage: null,
      known,
      trainOn: kit.config.trainOn,
    });
    return { episode, known, verdict, scored, shown };
  });
}

function scoredBy(
  { config, dataset, ownRewards }: Kit,
  episode: Episode,
  verdict: Verdict | null,
): Rollout['scored'] {
  if (verdict === null || verdict.kind === 'unanswerable') return null;
  const chunks = new Map(dataset.chunks.map((chunk) => [chunk.id, chunk]));
  const { rewards: specs } = config;
  return { specs, ...scoreEpisode(specs, scorableOf(episode, verdict, chunks), ownRewards) };
}
