import type { Document, SearchRecord, Turn } from '../core/episode.ts';
import type { Question } from '../core/question.ts';
import type { Random } from '../core/random.ts';
import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { SearchRequest, SearchResult } from '../search/index.ts';
import { policyTurn } from './policy-turn.ts';
import { sampleWithin } from './sample-within.ts';
import {
  LimitReached,
  type Placement,
  type Room,
  type Said,
  type SayOptions,
  type Tape,
  type TapeOptions,
} from './tape.ts';

/** A tape with what an episode keeps of it. */
export interface OpenTape extends Tape {
  /** Side conversations, in the order in which they were opened. */
  readonly branches: readonly OpenTape[];
}

/** An empty tape for `question`. */
export function openTape(question: Question, options: TapeOptions): OpenTape {
  return new RecordedTape(question, options);
}

class RecordedTape implements OpenTape {
  readonly turns: Turn[] = [];
  readonly branches: RecordedTape[] = [];
  /** The tokens of all turns, one after the other: what the engine is given. */
  readonly #tokens: number[] = [];
  readonly #question: Question;
  readonly #options: TapeOptions;
  #promptTokens = 0;
  #generations = 0;
  /** In the order of the requests, whichever is answered first; undefined while it is not, or failed. */
  readonly #searches: (SearchRecord | undefined)[] = [];

  constructor(question: Question, options: TapeOptions) {
    this.#question = question;
    this.#options = options;
  }

  get random(): Random {
    return this.#options.random.fork('method');
  }

  get searches(): readonly SearchRecord[] {
    return this.#searches.filter((record) => record !== undefined);
  }

  get left(): Room {
    const { maxTurns, maxNewTokens, maxContextTokens } = this.#options.limits;
    const used = this.#tokens.length;
    return {
      turns: Math.max(0, maxTurns - this.#generations),
      newTokens: maxNewTokens - (used - this.#promptTokens),
      contextTokens: Math.max(0, maxContextTokens - used),
    };
  }

  tokensOf(text: string): number {
    return this.#options.codec.encode(text).length;
  }

  prompt(text: string): void {
    const { codec, limits } = this.#options;
    const { id } = this.#question;
    if (this.turns.length > 0)
      throw new TwinZeroError('internal', `the conversation of question ${id} has begun; branch for another`);
    this.#add({ role: 'prompt', text, tokens: codec.prompt(text) });
    this.#promptTokens = this.#tokens.length;
    if (this.left.contextTokens === 0)
      throw new TwinZeroError(
        'configuration',
        `the prompt of question ${id} has ${this.#promptTokens} tokens, which leaves no room in maxContextTokens ${limits.maxContextTokens}; raise it or drop the question`,
      );
  }

  async say({ keep, next, open = false, final = false, ...params }: SayOptions = {}): Promise<Said> {
    const { engine, codec, limits, sampling, random } = this.#options;
    const { newTokens, contextTokens } = this.left;
    if (newTokens < 0 || contextTokens === 0) throw new LimitReached('token-limit');
    if (this.#generations >= limits.maxTurns + (final ? 1 : 0)) throw new LimitReached('turn-limit');
    const own = random.fork('turn', this.#generations);
    this.#generations += 1;
    const wanted = Math.min(params.maxTokens ?? limits.maxTokensPerTurn, limits.maxTokensPerTurn);
    const asked = {
      ...sampling,
      ...params,
      maxTokens: Math.min(wanted, contextTokens),
      stopTokens: [codec.stopToken],
    };
    const sampled = await (next === undefined
      ? engine.sample([...this.#tokens], { ...asked, seed: own.uint32() })
      : sampleWithin(engine, [...this.#tokens], { next, params: asked, random: own }));
    const { turn, kept } = policyTurn(sampled, { keep, open, codec });
    this.#add(turn);
    const limit = contextTokens < wanted ? 'token-limit' : 'truncated';
    return { text: kept, cutShort: sampled.stopReason === 'length' ? limit : null, sampled };
  }

  write(text: string): void {
    this.#add({ role: 'written', text, tokens: this.#options.codec.encode(text) });
  }

  async search(
    query: string,
    {
      topK = this.#options.limits.topK,
      backend = this.#options.search,
    }: NonNullable<Parameters<Tape['search']>[1]> = {},
  ): Promise<readonly Document[]> {
    const searchIndex = this.#searches.push(undefined) - 1;
    const random = this.#options.random.fork('search', searchIndex);
    const request = { query, topK, question: this.#question, random, searchIndex };
    const result = await backend.search(request);
    this.#searches[searchIndex] = recordSearch(request, result, backend.id);
    return result.documents;
  }

  observe(text: string, as: Placement = 'message'): void {
    const { codec } = this.#options;
    const tokens = as === 'message' ? [...this.#closing(), ...codec.observation(text)] : codec.encode(text);
    this.#add({ role: 'observation', text, tokens });
  }

  /** The stop token where the policy's message lacks it, as one cut by a limit does: a chat has no open messages. */
  #closing(): number[] {
    const { stopToken } = this.#options.codec;
    return this.#tokens.length === 0 || this.#tokens.at(-1) === stopToken ? [] : [stopToken];
  }

  branch(): Tape {
    const random = this.#options.random.fork('branch', this.branches.length);
    const side = new RecordedTape(this.#question, { ...this.#options, random });
    this.branches.push(side);
    return side;
  }

  #add(turn: Turn): void {
    this.turns.push(turn);
    for (const token of turn.tokens) this.#tokens.push(token);
  }
}

/**
 * Record that an episode keeps of a search made with the backend `backendId`. The gold rank counts only the
 * original chunk: a paraphrase of it is no hit (e.g. paraphrase first, gold second gives 2).
 */
export function recordSearch(request: SearchRequest, result: SearchResult, backendId: string): SearchRecord {
  const { documents, scores: _, ...measured } = result;
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
