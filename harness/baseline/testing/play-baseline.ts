import type { Episode, Turn } from '../../core/episode.ts';
import type { Chunk } from '../../core/question.ts';
import { testQuestion } from '../../core/testing/test-question.ts';
import { playEpisode } from '../../rollout/play-episode.ts';
import { rezeroProtocol } from '../../rollout/protocols/message-protocol.ts';
import type { Limits } from '../../rollout/tape.ts';
import { episodeOptionsFor } from '../../rollout/testing/episode-options-for.ts';
import { type Script, scriptedEngine } from '../../rollout/testing/scripted-engine.ts';
import { wordCodec } from '../../rollout/testing/word-codec.ts';
import type { SearchBackend } from '../../search/search-backend.ts';
import { type Baseline, baselineAnswer, type GivenSettings, type Wording } from '../baseline.ts';
import { baselineWorld } from './baseline-world.ts';

/** One hand-worked episode. */
export interface Trace {
  /** What the policy says, in order. */
  readonly says: Script;
  /** Texts found, by query; any other query finds nothing. */
  readonly finds?: Readonly<Record<string, readonly string[]>>;
  readonly question?: string;
  readonly settings?: GivenSettings;
  readonly wording?: Wording;
  /** Words that are one token; default each character is. */
  readonly words?: readonly string[];
  readonly limits?: Limits;
  /** The corpus; default one chunk. */
  readonly chunks?: readonly Chunk[];
}

/** Plays a baseline on a policy and a search that are written out. */
export function playTrace(baseline: Baseline, trace: Trace): Promise<Episode> {
  const { says, finds = {}, question = 'Who led Apollo 13?', settings = {}, wording = 'compact' } = trace;
  const codec = wordCodec(trace.words);
  const { chunks } = trace;
  const world = baselineWorld(rezeroProtocol({ prompt: 'compact' }), {
    wording,
    logprobs: codec,
    constraint: codec,
    ...(chunks !== undefined && { chunks }),
  });
  const search: SearchBackend = {
    id: 'written',
    search: async ({ query, topK }) => ({
      documents: (finds[query] ?? []).slice(0, topK).map((text) => ({ id: text, text, origin: 'chunk' })),
    }),
  };
  const wide = { maxTurns: 9, maxNewTokens: 4000, maxTokensPerTurn: 500, topK: 1, maxContextTokens: 9000 };
  const answer = baselineAnswer(baseline, world, settings);
  const { limits = wide } = trace;
  const engine = scriptedEngine(codec, says);
  const options = episodeOptionsFor(says, { codec, engine, search, limits, answer });
  return playEpisode(testQuestion({ question }), options);
}

/** Turns as `role: text`. */
export function lines(turns: readonly Turn[]): string[] {
  return turns.map(({ role, text }) => `${role}: ${text}`);
}
