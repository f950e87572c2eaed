import type { Episode, Turn } from '../core/episode.ts';
import type { Chunk, Question } from '../core/question.ts';
import type { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Datum, SampleParams, SampleResult, TextCodec } from '../engine/index.ts';
import { type Answer, type EpisodeOptions, playEpisode, type Tape, tokensKept } from '../rollout/index.ts';
import type { SearchBackend } from '../search/index.ts';

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

/** What a lesson is played with besides its own parts. */
export type LessonPlace = Pick<EpisodeOptions, 'codec' | 'protocol' | 'limits'>;

/**
 * Plays a lesson: the method itself runs, so that the policy learns exactly the prompts, passages and forced phrases
 * that it will meet, and the speaker says what the policy should.
 * @throws TwinZeroError `internal` where the speaker says more than the method lets it, and of the kind of a search that
 * fails.
 */
export async function playLesson(answer: Answer, lesson: Lesson, place: LessonPlace): Promise<Episode> {
  // A say of the tape samples before it waits for anything, and asks what may follow right before each token, so that the
  // line is its own.
  let due: Due = { line: '', said: null };
  const sample = async (_: readonly number[], params: SampleParams): Promise<SampleResult> =>
    spoken(due, params, place.codec);
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
    get random() {
      return here.random;
    },
    tokensOf: (text) => here.tokensOf(text),
    prompt: (text) => here.prompt(text),
    say: async ({ next, ...options } = {}) => {
      const line = lesson.speak({ main, here });
      due = { line, said: null };
      if (next === undefined) return here.say(options);
      const asked: typeof next = (said) => {
        due = { line, said: said.length };
        return next(said);
      };
      return here.say({ ...options, next: asked });
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

/** What is to be said, and how many of its tokens have been where it is said token by token; null where it is said at once. */
interface Due {
  readonly line: string;
  readonly said: number | null;
}

/** The line as an engine gives it: certain of every token, so that no other has a probability. */
function spoken({ line, said }: Due, params: SampleParams, codec: TextCodec): SampleResult {
  const { maxTokens, allowed, topLogprobs } = params;
  const whole = lineTokens(line, params, codec);
  const tokens = said === null ? whole : whole.slice(said, said + maxTokens);
  if (tokens.length > maxTokens)
    throw new TwinZeroError(
      'internal',
      `a lesson says ${tokens.length} tokens where ${maxTokens} may be said: "${line}"`,
    );
  const barred = allowed === undefined ? undefined : tokens.find((token) => !allowed.includes(token));
  if (barred !== undefined)
    throw new TwinZeroError(
      'internal',
      `a lesson says "${codec.decode([barred])}" where it may not, in "${line}"`,
    );
  return {
    tokens,
    logprobs: tokens.map(() => 0),
    stopReason: 'stop',
    ...(topLogprobs !== undefined && { topLogprobs: tokens.map((token) => [{ token, logprob: 0 }]) }),
  };
}

/** A line up to the first stop string in it; without one it ends with the stop token. */
function lineTokens(line: string, { stopStrings = [] }: SampleParams, codec: TextCodec): number[] {
  const ends = stopStrings.flatMap((stop) => (line.includes(stop) ? [line.indexOf(stop) + stop.length] : []));
  const words = codec.encode(line);
  if (ends.length === 0) return [...words, codec.stopToken];
  return words.slice(0, tokensKept(words, line.slice(0, Math.min(...ends)), codec));
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
