import type { Episode, Turn } from '../core/episode.ts';
import type { Chunk, Question } from '../core/question.ts';
import type { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Datum, SampleParams, SampleResult, TextCodec } from '../engine/index.ts';
import {
  type Answer,
  type EpisodeOptions,
  playEpisode,
  type Protocol,
  type Tape,
  tokensKept,
} from '../rollout/index.ts';
import type { SearchBackend } from '../search/index.ts';
import type { BaselineWorld, Wording } from './baseline.ts';

/** A conversation at the moment at which the policy is to speak. */
export interface Scene {
  /** The conversation of the episode. */
  readonly main: Pick<Tape, 'turns' | 'searches'>;
  /** The one it is to speak in: `main`, or a side conversation. */
  readonly here: Pick<Tape, 'turns' | 'searches'>;
}

/** What a good policy says there. */
export type Speaker = (scene: Scene) => string;

/** One question of a world that nobody evaluates on, and who answers it. */
export interface Lesson {
  readonly question: Question;
  readonly chunks: readonly Chunk[];
  readonly search: SearchBackend;
  readonly random: Random;
  readonly speak: Speaker;
}

/** The lessons of a step, from 0. */
export type LessonMaker = (step: number) => Promise<readonly Lesson[]>;

/** Makes lessons, the same ones for a seed. */
export type LessonSource = (options: {
  readonly seed: number;
  readonly perStep: number;
}) => Promise<LessonMaker>;

/**
 * The world in which a lesson is played: it lacks nothing that an engine might, as nothing is sampled; gold answers stay
 * out of it.
 */
export function lessonWorld(
  { chunks }: Pick<Lesson, 'chunks'>,
  { protocol, wording, codec }: { protocol: Protocol; wording: Wording; codec: TextCodec },
): BaselineWorld {
  const engine = { continuation: true, logprobs: codec, constraint: codec, training: true } as const;
  return { protocol, wording, chunks, train: [], ...engine };
}

/** What a lesson is played with besides its own parts. */
export type LessonPlace = Pick<EpisodeOptions, 'codec' | 'protocol' | 'limits'>;

/**
 * Plays a lesson: the method itself runs, so that the policy learns exactly the prompts, passages and forced phrases
 * that it will meet, and the speaker says what the policy should.
 * @throws TwinZeroError `internal` where the speaker says more than the method lets it, and of the kind of a search that
 * fails.
 */
export async function playLesson(answer: Answer, lesson: Lesson, place: LessonPlace): Promise<Episode> {
  let line = '';
  const sample = async (_: readonly number[], params: SampleParams): Promise<SampleResult> =>
    spoken(line, params, place.codec);
  // A say of the tape samples before it waits for anything, so that the line is its own.
  const taught = (here: Tape, main: Tape): Tape => ({
    get turns() {
      return here.turns;
    },
    get searches() {
      return here.searches;
    },
    get left() {
      return here.left;
    },
    tokensOf: (text) => here.tokensOf(text),
    prompt: (text) => here.prompt(text),
    say: async (options) => {
      line = lesson.speak({ main, here });
      return here.say(options);
    },
    write: (text) => here.write(text),
    search: (query, options) => here.search(query, options),
    observe: (text, as) => here.observe(text, as),
    branch: () => taught(here.branch(), main),
  });
  const episode = await playEpisode(lesson.question, {
    ...place,
    id: `lesson/${lesson.question.id}`,
    sample: 0,
    engine: { sample },
    search: lesson.search,
    sampling: { temperature: 1 },
    random: lesson.random,
    answer: (question, tape) => answer(question, taught(tape, tape)),
  });
  if (episode.outcome.kind !== 'failed') return episode;
  const { kind, message } = episode.outcome.error;
  throw new TwinZeroError(kind, `a lesson on question ${lesson.question.id} failed: ${message}`);
}

function spoken(text: string, { maxTokens, stopStrings = [] }: SampleParams, codec: TextCodec): SampleResult {
  const ends = stopStrings.flatMap((stop) => (text.includes(stop) ? [text.indexOf(stop) + stop.length] : []));
  const words = codec.encode(text);
  const tokens =
    ends.length === 0
      ? [...words, codec.stopToken]
      : words.slice(0, tokensKept(words, text.slice(0, Math.min(...ends)), codec));
  if (tokens.length > maxTokens)
    throw new TwinZeroError(
      'internal',
      `a lesson says ${tokens.length} tokens where ${maxTokens} may be said: "${text}"`,
    );
  return { tokens, logprobs: tokens.map(() => 0), stopReason: 'stop' };
}

/**
 * The training sequences of a lesson, one a conversation in which the policy speaks: weight 1 on what it says,
 * `contextWeight` on all else.
 */
export function lessonData({ turns, branches = [] }: Episode, contextWeight: number): Datum[] {
  return [turns, ...branches].filter((one) => one.some(isPolicy)).map((one) => datum(one, contextWeight));
}

function datum(turns: readonly Turn[], contextWeight: number): Datum {
  const weights = turns.flatMap((turn) => turn.tokens.map(() => (isPolicy(turn) ? 1 : contextWeight)));
  return { tokens: turns.flatMap(({ tokens }) => tokens), weights: weights.slice(1) };
}

function isPolicy({ role }: Turn): boolean {
  return role === 'policy';
}
