import type { Episode } from '../core/episode.ts';
import { mapConcurrent } from '../core/map-concurrent.ts';
import type { Question } from '../core/question.ts';
import { Random } from '../core/random.ts';
import type { Verdict } from '../core/verdict.ts';
import type { HeldOut } from '../data/dataset.ts';
import { correctnessOf, type Judge, judgeEpisode } from '../judge/judge.ts';
import { type EpisodeOptions, playEpisodes, type PlayOptions } from '../rollout/index.ts';
import { type Kit, playerOf, type QuestionOutcome, questionOutcome } from '../run/index.ts';

/** Settings of an evaluation. */
export interface EvaluationOptions {
  readonly seed: number;
  /** Default greedy. */
  readonly sampling?: EpisodeOptions['sampling'];
  /** The method that answers; default the kit's protocol. */
  readonly answer?: EpisodeOptions['answer'];
}

/** Settings of a sampled evaluation. */
export interface SampledOptions {
  readonly seed: number;
  /** Of training, from 0. */
  readonly step: number;
  /** Plays per question, from 1. */
  readonly samples: number;
}

/** One question played and judged. */
export interface JudgedEpisode {
  readonly episode: Episode;
  /** Null for a failed episode. */
  readonly verdict: Verdict | null;
  readonly outcome: QuestionOutcome;
}

/**
 * Plays each held-out question once, by default greedily (ReZero `evaluation.py:151-186 @010957c`: temperature 0).
 *
 * Random draws are keyed by (seed, 'evaluate', question) and not by the step, so that the same query meets the
 * same search noise at every step and in every arm of a seed: evaluations are paired.
 *
 * DEVIATION(evaluation-prompt): the published evaluation wraps every prompt in the search prompt a second time
 * (`eval_lora.py:77-114 @20fb677`); here training and evaluation ask alike.
 */
export async function evaluatePolicy(
  kit: Kit,
  questions: readonly HeldOut<Question>[],
  { seed, sampling = { temperature: 0 }, answer }: EvaluationOptions,
): Promise<JudgedEpisode[]> {
  const random = Random.seeded(seed).fork('evaluate');
  const method = answer === undefined ? {} : { answer };
  return playJudged(kit, questions, { step: 0, samples: 1, sampling, random, ...method });
}

/**
 * Plays each held-out question several times at the temperature of training; the result has one list per question, in
 * order.
 *
 * Random draws are keyed by (seed, 'evaluate sampled', step, question, sample): arms of a seed are paired, and a mean
 * over steps averages over draws as well.
 *
 * DEVIATION(sampled-evaluation): greedy accuracy stands still where sampled accuracy moves, and then jumps.
 */
export async function samplePolicy(
  kit: Kit,
  questions: readonly HeldOut<Question>[],
  { seed, step, samples }: SampledOptions,
): Promise<JudgedEpisode[][]> {
  const random = Random.seeded(seed).fork('evaluate sampled');
  const sampling = { temperature: kit.config.temperature };
  const plays = await playJudged(kit, questions, { step, samples, sampling, random });
  return questions.map((_, i) => plays.slice(i * samples, (i + 1) * samples));
}

type Plays = Pick<PlayOptions, 'step' | 'samples' | 'sampling' | 'random' | 'answer'>;

async function playJudged(
  kit: Kit,
  questions: readonly HeldOut<Question>[],
  plays: Plays,
): Promise<JudgedEpisode[]> {
  const concurrency = kit.policy.profile.maxConcurrency;
  const played = await playEpisodes(
    questions.map(({ value }) => value),
    { ...playerOf(kit), ...plays, concurrency },
  );
  return mapConcurrent(played.flat(), (episode) => judged(episode, kit.judge), { limit: concurrency });
}

async function judged(episode: Episode, judge: Judge): Promise<JudgedEpisode> {
  const verdict = await judgeEpisode(episode, judge);
  return { episode, verdict, outcome: questionOutcome(episode, correctnessOf(verdict)) };
}
