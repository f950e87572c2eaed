import type { Episode, Turn } from '../../core/episode.ts';
import type { Chunk } from '../../core/question.ts';
import { TwinZeroError } from '../../core/twin-zero-error.ts';
import { testQuestion } from '../../core/testing/test-question.ts';
import { playEpisode } from '../../rollout/play-episode.ts';
import { rezeroProtocol } from '../../rollout/protocols/message-protocol.ts';
import { episodeOptionsFor } from '../../rollout/testing/episode-options-for.ts';
import type { EpisodeOptions } from '../../rollout/tape.ts';
import { type Script, scriptedEngine } from '../../rollout/testing/scripted-engine.ts';
import { wordCodec } from '../../rollout/testing/word-codec.ts';
import type { SearchBackend } from '../../search/search-backend.ts';
import { type Baseline, baselineAnswer, type GivenSettings, type Wording } from '../baseline.ts';
import { baselineWorld } from './baseline-world.ts';

/** One hand-worked episode. */
export interface Trace {
  /** What the policy says, in order. */
  readonly says: Script;
  /** Probabilities of next words, of `verdictWords`, where a method asks for the most likely ones; default none are told. */
  readonly likely?: (promptText: string) => Readonly<Record<string, number>>;
  /** Texts found, by query; any other query finds nothing. */
  readonly finds?: Readonly<Record<string, readonly string[]>>;
  readonly question?: string;
  readonly settings?: GivenSettings;
  readonly wording?: Wording;
  /** Words that are one token; default each character is. */
  readonly words?: readonly string[];
  /** The corpus; default one chunk. */
  readonly chunks?: readonly Chunk[];
}

/** Words that are one token each in a trace whose policy tells the most likely ones. */
const verdictWords = ['match', 'no', 'yes'];

function engineOf({ says, likely, words }: Trace): Pick<EpisodeOptions, 'codec' | 'engine'> {
  const codec = wordCodec(words ?? (likely === undefined ? [] : verdictWords));
  const engine = scriptedEngine(codec, says);
  if (likely === undefined) return { codec, engine };
  const sample: EpisodeOptions['engine']['sample'] = async (prompt, params) => {
    if (params.topLogprobs === undefined) return engine.sample(prompt, params);
    const top = Object.entries(likely(codec.decode(prompt)))
      .flatMap(([word, share]) => codec.encode(word).map((token) => ({ token, logprob: Math.log(share) })))
      .toSorted((a, b) => b.logprob - a.logprob);
    const [first] = top;
    if (first === undefined) throw new TwinZeroError('internal', 'a trace tells no likely word');
    return { tokens: [first.token], logprobs: [first.logprob], topLogprobs: [top], stopReason: 'length' };
  };
  return { codec, engine: { sample } };
}

/** Plays a baseline on a policy and a search that are written out. */
export function playTrace(baseline: Baseline, trace: Trace): Promise<Episode> {
  const { finds = {}, question = 'Who led Apollo 13?', settings = {}, wording = 'compact', chunks } = trace;
  const engine = engineOf(trace);
  const world = baselineWorld(rezeroProtocol({ prompt: 'compact' }), {
    wording,
    logprobs: engine.codec,
    constraint: engine.codec,
    ...(chunks !== undefined && { chunks }),
  });
  const search: SearchBackend = {
    id: 'written',
    search: async ({ query, topK }) => ({
      documents: (finds[query] ?? []).slice(0, topK).map((text) => ({ id: text, text, origin: 'chunk' })),
    }),
  };
  const limits = { maxTurns: 9, maxNewTokens: 4000, maxTokensPerTurn: 500, topK: 1, maxContextTokens: 9000 };
  const answer = baselineAnswer(baseline, world, settings);
  return playEpisode(testQuestion({ question }), {
    ...episodeOptionsFor([]),
    ...engine,
    search,
    limits,
    answer,
  });
}

/** Turns as `role: text`. */
export function lines(turns: readonly Turn[]): string[] {
  return turns.map(({ role, text }) => `${role}: ${text}`);
}
