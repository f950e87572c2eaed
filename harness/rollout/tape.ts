import type { SearchRecord, Turn } from '../core/episode.ts';
import type { Random } from '../core/random.ts';
import type { SampleParams, SampleResult, Sampler } from '../engine/engine.ts';
import type { TextCodec } from '../engine/text-codec.ts';
import type { SearchBackend, SearchRequest, SearchResult } from '../search/search-backend.ts';
import type { Protocol } from './protocols/protocol.ts';

/** What ends an episode that does not end itself; every value from 1. */
export interface Limits {
  /** Policy generations; a protocol with a final generation adds one. */
  readonly maxTurns: number;
  /** Tokens after the prompt, observations included, that an episode may exceed only in its last turn. */
  readonly maxNewTokens: number;
  readonly maxTokensPerTurn: number;
  /** Documents per search. */
  readonly topK: number;
  /** Tokens of the whole sequence that the engine can hold. */
  readonly maxContextTokens: number;
}

/** Everything an episode is played with. */
export interface EpisodeOptions {
  /** `<step>/<question id>/<sample>`. */
  readonly id: string;
  /** Index among the samples of its question, from 0. */
  readonly sample: number;
  readonly engine: Pick<Sampler, 'sample'>;
  readonly codec: TextCodec;
  readonly protocol: Protocol;
  readonly search: SearchBackend;
  readonly limits: Limits;
  readonly sampling: Pick<SampleParams, 'temperature' | 'topP' | 'topK'>;
  /** Keyed by (seed, purpose, step, question, sample). */
  readonly random: Random;
}

/** An episode being played: what has happened so far, which a failure must not lose. */
export interface EpisodeDraft {
  readonly turns: Turn[];
  readonly searches: SearchRecord[];
  /** The tokens of all turns, one after the other: what the engine is given. */
  readonly tokens: number[];
}

/** Adds a turn and its tokens to `draft`. */
export function addTurn(draft: EpisodeDraft, turn: Turn): void {
  draft.turns.push(turn);
  for (const token of turn.tokens) draft.tokens.push(token);
}

/**
 * How many of `tokens` must stay for their text to begin with `kept`: the fewest, so that the last one may carry a
 * few characters more (`>` and a newline in one token). `kept` is a beginning of the decoded `tokens`.
 */
export function tokensKept(tokens: readonly number[], kept: string, codec: TextCodec): number {
  if (kept === '') return 0;
  let tooFew = 0;
  let enough = tokens.length;
  while (enough - tooFew > 1) {
    const middle = (tooFew + enough) >> 1;
    if (codec.decode(tokens.slice(0, middle)).startsWith(kept)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** A policy turn and the part of its text that the protocol reads. */
export interface PolicyTurn {
  readonly turn: Turn;
  readonly kept: string;
}

/**
 * Makes a turn of what was sampled. Nothing is added: a generation that ended without the stop token stays without
 * it, since the policy must not be trained on a token it did not choose. What the protocol cuts leaves the turn
 * with its tokens and log-probabilities; where observations continue the policy's message the stop token
 * goes as well.
 */
export function policyTurn(sampled: SampleResult, protocol: Protocol, codec: TextCodec): PolicyTurn {
  const stopped = sampled.tokens.at(-1) === codec.stopToken;
  const words = stopped ? sampled.tokens.slice(0, -1) : sampled.tokens;
  const text = codec.decode(words);
  const kept = protocol.keep(text);
  if (kept === text && (protocol.observationAs === 'message' || !stopped))
    return { turn: { role: 'policy', text, tokens: sampled.tokens, logprobs: sampled.logprobs }, kept };
  const count = kept === text ? words.length : tokensKept(words, kept, codec);
  const tokens = words.slice(0, count);
  return {
    turn: { role: 'policy', text: codec.decode(tokens), tokens, logprobs: sampled.logprobs.slice(0, count) },
    kept,
  };
}

/**
 * What an episode keeps of a search made with the backend `backendId`. The gold rank counts only the
 * original chunk: a paraphrase of it is no hit (e.g. paraphrase first, gold second gives 2).
 */
export function recordSearch(request: SearchRequest, result: SearchResult, backendId: string): SearchRecord {
  const { documents, ...measured } = result;
  const place = documents.findIndex(
    ({ id, origin }) => origin === 'chunk' && id === request.question.goldChunkId,
  );
  return {
    query: request.query,
    documents,
    backend: backendId,
    goldRank: place === -1 ? null : place + 1,
    ...measured,
  };
}
