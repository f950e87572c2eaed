import { baselineAnswer, findBaseline, unavailable, worldOf } from '../baseline/index.ts';
import { mapConcurrent } from '../core/map-concurrent.ts';
import type { Question } from '../core/question.ts';
import { Random } from '../core/random.ts';
import type { Split } from '../data/dataset.ts';
import { policyName } from '../engine/index.ts';
import { requireFewFailures } from '../evaluate/require-few-failures.ts';
import { correctnessOf, judgeEpisode } from '../judge/judge.ts';
import { playEpisodes } from '../rollout/index.ts';
import { type Kit, playerOf } from '../run/index.ts';
import { type AssayedQuestion, type AssayPlay, assayRows, type AssayRow } from './assay-rows.ts';
import { type PlayRequest, withKit } from './evaluate-model.ts';
import type { Reproduction } from './reproduction.ts';

/** A policy to look at before any training, and how closely. */
export interface AssayRequest extends PlayRequest, AssaySize {
  /** Called as each sampled episode ends. */
  readonly onEpisode?: (() => void) | undefined;
}

/** Questions and samples of an assay. */
export interface AssaySize {
  /** Episodes a question at the temperature of training, from 1. */
  readonly samples: number;
  /** Training questions, drawn by the seed; all where there are fewer. Dev questions are always all asked. */
  readonly questions: number;
  /** True to ask the held-out questions, too: for their accuracy alone. */
  readonly heldOut: boolean;
}

/** What a policy is like before any training on a data set. */
export interface PolicyAssay {
  readonly reproduction: string;
  readonly arm: string;
  /** As it was named. */
  readonly model: string;
  readonly seed: number;
  readonly temperature: number;
  readonly samples: number;
  /** Questions asked of each split. */
  readonly questions: Readonly<Record<Split | 'train', number>>;
  readonly rows: readonly AssayRow[];
}

/**
 * Plays a policy on training and dev questions as training of an arm would, many samples a question, and reduces that
 * to its properties. Greedy episodes are those that an evaluation with the same seed plays.
 * @throws TwinZeroError as `withKit`, and when more episodes are lost than the configuration's `maxFailureShare`.
 */
export async function assayPolicy(reproduction: Reproduction, request: AssayRequest): Promise<PolicyAssay> {
  return withKit(reproduction, request, async (kit, arm) => {
    const { samples, seed, onEpisode } = request;
    const { temperature, policy } = kit.config;
    const { model = policyName(policy) } = request;
    const questions = questionsOf(kit, request);
    const ofRun = Random.seeded(seed);
    const greedy = {
      samples: 1,
      sampling: { temperature: 0 },
      random: ofRun.fork('evaluate'),
    };
    const random = ofRun.fork('assay');
    const sampled = await play(kit, questions, { samples, sampling: { temperature }, random, onEpisode });
    const alone = await play(kit, questions, greedy);
    const answer = await readingAnswer(kit);
    const handed = answer === null ? [] : await play(kit, questions, { ...greedy, answer });
    const asked = questions.map((one, i) => ({
      ...one,
      sampled: sampled[i] ?? [],
      greedy: alone[i]?.[0] ?? null,
      handed: handed[i]?.[0] ?? null,
    }));
    const countOf = (split: Split | 'train'): number => questions.filter((one) => one.split === split).length;
    return {
      reproduction: reproduction.id,
      arm,
      model,
      seed,
      temperature,
      samples,
      questions: { train: countOf('train'), dev: countOf('dev'), 'held-out': countOf('held-out') },
      rows: assayRows(asked, {
        samples,
        formatted: kit.config.rewards.some(({ reward }) => reward === 'format'),
        aims: kit.dataset.policyAims,
      }),
    };
  });
}

type Asked = Pick<AssayedQuestion, 'question' | 'split'>;

function questionsOf(
  { dataset: { train, dev, heldOut } }: Kit,
  { questions, heldOut: asksHeldOut, seed }: AssayRequest,
): Asked[] {
  const drawn = Random.seeded(seed).fork('assay', 'questions').shuffle(train).slice(0, questions);
  const of = (split: Asked['split'], some: readonly Question[]): Asked[] =>
    some.map((question) => ({ question, split }));
  const values = (some: typeof dev): Question[] => some.map(({ value }) => value);
  return [
    ...of('train', drawn),
    ...of('dev', values(dev)),
    ...of('held-out', asksHeldOut ? values(heldOut) : []),
  ];
}

/** The method that hands the policy the needed chunks; null for a data set without the searches that this takes. */
async function readingAnswer(kit: Kit): Promise<NonNullable<Playing['answer']> | null> {
  const world = worldOf(kit);
  const oracle = await findBaseline('oracle');
  return unavailable(oracle, world) === null ? baselineAnswer(oracle, world) : null;
}

type Playing = Pick<Parameters<typeof playEpisodes>[1], 'samples' | 'sampling' | 'random' | 'answer'> &
  Pick<AssayRequest, 'onEpisode'>;

/** The scored plays of each question, in order. */
async function play(
  kit: Kit,
  questions: readonly Asked[],
  { onEpisode, ...playing }: Playing,
): Promise<AssayPlay[][]> {
  const { config, judge, policy } = kit;
  const concurrency = policy.profile.maxConcurrency;
  const played = await playEpisodes(
    questions.map(({ question }) => question),
    { ...playerOf(kit), ...playing, step: 0, concurrency, ...(onEpisode !== undefined && { onEpisode }) },
  );
  const judged = await mapConcurrent(
    played.flat(),
    async (episode) => {
      const verdict = await judgeEpisode(episode, judge);
      const correct = correctnessOf(verdict);
      return {
        episode,
        verdict,
        scored: correct === null ? null : { episode, correct },
        lost: correct === null,
      };
    },
    { limit: concurrency },
  );
  requireFewFailures(judged, { during: 'the assay', maxShare: config.maxFailureShare });
  const { samples } = playing;
  return questions.map((_, i) =>
    judged.slice(i * samples, (i + 1) * samples).flatMap(({ scored }) => scored ?? []),
  );
}
