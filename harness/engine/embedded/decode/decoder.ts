import { Random } from '../../../core/random.ts';
import type { SampleParams, SampleResult } from '../../engine.ts';
import { StopStrings } from '../text/stop-strings.ts';
import { fillingSlot, type Lane, needsRow, type Request, slotOf } from './lane.ts';
import type { LaneMemory } from './lane-cache.ts';
import { nextToken, type StepResult } from './next-token.ts';
import { chunkTokens, sharedPrefix, wholeChunks } from './shared-prefix.ts';
import { requireRequest } from './require-request.ts';

export interface DecoderOptions {
  readonly vocabularySize: number;
  /** The lanes' cached keys and values, and the model that extends them. */
  readonly memory: LaneMemory;
  /** Longest prompt plus sample. */
  readonly maxTokens: number;
  /** For stop strings. */
  readonly decodeText: (tokens: readonly number[]) => string;
}

/**
 * Samples many requests together: lanes join and leave between steps, prompts are read in chunks, and a request
 * whose prompt extends a held lane continues from that lane's cache.
 *
 * Results of a lane never depend on its neighbours: products have at least two rows, chunks and cache widths
 * come in fixed steps, and each request draws from its own generator.
 */
export class Decoder {
  readonly #options: DecoderOptions;
  readonly #memory: LaneMemory;
  readonly #lanes: Lane[];
  readonly #queue: Request[] = [];
  #pumping: Promise<void> | null = null;
  #step = 0;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#memory = options.memory;
    this.#lanes = Array.from({ length: options.memory.lanes }, () => ({
      tokens: [],
      pending: [],
      request: null,
      awaits: null,
      chunked: 0,
      lastUse: -1,
      broken: false,
    }));
  }

  /**
   * Samples a continuation of `prompt`.
   * @throws TwinZeroError as `requireRequest`, and `engine` when the model's probabilities are not finite.
   */
  sample(prompt: readonly number[], params: SampleParams): Promise<SampleResult> {
    requireRequest(prompt, params, this.#options);
    const stops = new StopStrings(params.stopStrings ?? [], this.#options.decodeText);
    return new Promise((resolve, reject) => {
      const random = Random.seeded(params.seed).fork('sample');
      this.#queue.push({
        prompt,
        params,
        random,
        stops,
        tokens: [],
        logprobs: [],
        topLogprobs: [],
        resolve,
        reject,
      });
      this.#pumping ??= this.#pump();
    });
  }

  /** Settles once no request is waiting or being answered. */
  async idle(): Promise<void> {
    while (this.#pumping !== null) await this.#pumping;
  }

  /** Drops every held lane; called when the weights change. */
  forget(): void {
    for (const lane of this.#lanes)
      if (lane.request === null) Object.assign(lane, { tokens: [], chunked: 0 });
    if (this.#lanes.some((lane) => lane.request !== null)) return;
    this.#memory.reset(this.#lanes.some(({ broken }) => broken));
    for (const lane of this.#lanes) lane.broken = false;
  }

  async #pump(): Promise<void> {
    try {
      await nextTick();
      for (;;) {
        this.#takeShared();
        this.#admit();
        const ready = this.#chooseLanes();
        if (ready.length > 0) await this.#advance(ready);
        else if (this.#lanes.some(({ broken }) => broken)) this.forget();
        else break;
        await nextTick();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#pumping = null;
    }
  }

  #fail(error: unknown): void {
    for (const lane of this.#lanes) {
      lane.request?.reject(error);
      Object.assign(lane, { request: null, awaits: null, tokens: [], pending: [], chunked: 0 });
    }
    for (const request of this.#queue.splice(0)) request.reject(error);
  }

  #admit(): void {
    while (this.#queue.length > 0) {
      const request = this.#queue[0] as Request;
      const lane = this.#laneFor(request.prompt);
      if (lane === null) return;
      this.#queue.shift();
      if (lane.tokens.length > 0 && isPrefix(lane.tokens, request.prompt)) {
        lane.pending = request.prompt.slice(lane.tokens.length);
        lane.request = request;
      } else this.#begin(lane, request);
    }
  }

  /** Begins a prompt that the lane holds nothing of, from what another lane has read or is reading of it. */
  #begin(lane: Lane, request: Request): void {
    const { prompt } = request;
    lane.awaits = this.#memory.copy === null ? null : sharedPrefix(this.#lanes, prompt);
    if (lane.awaits?.lane === lane) {
      // Its own last prompt began alike.
      lane.tokens.length = lane.awaits.length;
      lane.awaits = null;
    } else lane.tokens = [];
    lane.pending = prompt.slice(lane.tokens.length);
    lane.chunked = wholeChunks(prompt.length);
    lane.request = request;
    this.#takeSharedBy(lane);
  }

  /** Copies what lanes wait for and others have read by now. */
  #takeShared(): void {
    for (const lane of this.#lanes) this.#takeSharedBy(lane);
  }

  #takeSharedBy(lane: Lane): void {
    if (lane.awaits === null) return;
    const { lane: source, length } = lane.awaits;
    const read = source.tokens.length >= length;
    if (!read && source.request !== null) return;
    lane.awaits = null;
    // Another's reading can fail; then the lane reads for itself.
    if (!read) return;
    this.#memory.copy?.(this.#lanes.indexOf(source), this.#lanes.indexOf(lane), length);
    lane.tokens = lane.pending.splice(0, length);
  }

  /** The idle lane that holds most of the prompt, else the one unused for longest. */
  #laneFor(prompt: readonly number[]): Lane | null {
    let best: Lane | null = null;
    let oldest: Lane | null = null;
    for (const lane of this.#lanes) {
      if (lane.request !== null || lane.broken) continue;
      if (lane.tokens.length > (best?.tokens.length ?? 0) && isPrefix(lane.tokens, prompt)) best = lane;
      if (oldest === null || lane.lastUse < oldest.lastUse) oldest = lane;
    }
    return best ?? oldest;
  }

  /** Lanes to advance together: readers of prompts once they are many, or nothing else is left to do. */
  #chooseLanes(): Lane[] {
    const active = this.#lanes.filter((lane) => lane.request !== null && lane.awaits === null);
    const reading = active.filter((lane) => lane.pending.length > 1);
    const decoding = active.filter((lane) => lane.pending.length === 1);
    return reading.length > 0 && reading.length * 2 >= decoding.length
      ? reading
      : decoding.length > 0
        ? decoding
        : reading;
  }

  async #advance(chosen: readonly Lane[]): Promise<void> {
    const tokens = chosen.some((lane) => lane.pending.length > 1) ? chunkTokens : 1;
    await this.#memory.reserve(Math.max(...chosen.map((lane) => lane.tokens.length)) + tokens);
    this.#bringToFront(chosen);
    const kept = chosen.length;
    const slots = this.#lanes
      .slice(0, Math.max(2, kept))
      .map((lane, index) => (index < kept ? slotOf(lane, tokens) : fillingSlot(lane)));
    const rows = chosen.some((lane) => lane.pending.length <= tokens && needsRow(lane.request));
    const result = await this.#memory.advance({ slots, tokens, kept, rows });
    this.#step += 1;
    for (const [slot, lane] of this.#lanes.slice(0, chosen.length).entries()) {
      lane.tokens.push(...lane.pending.splice(0, slots[slot]?.feed.length ?? 0));
      lane.lastUse = this.#step;
    }
    for (const [slot, { uniform }] of slots.slice(0, kept).entries())
      this.#settleAlone(slot, { ...result, uniform });
  }

  #bringToFront(chosen: readonly Lane[]): void {
    const wanted = new Set(chosen);
    let from = this.#lanes.length - 1;
    for (let slot = 0; slot < chosen.length; slot += 1) {
      const here = this.#lanes[slot] as Lane;
      if (wanted.has(here)) continue;
      while (!wanted.has(this.#lanes[from] as Lane)) from -= 1;
      const there = this.#lanes[from] as Lane;
      this.#memory.swap(slot, from);
      this.#lanes[slot] = there;
      this.#lanes[from] = here;
    }
  }

  /** Settles one lane so that what goes wrong with its request fails that one alone. */
  #settleAlone(slot: number, result: StepResult): void {
    try {
      this.#settle(slot, result);
    } catch (error) {
      const lane = this.#lanes[slot] as Lane;
      lane.request?.reject(error);
      Object.assign(lane, { request: null, tokens: [], pending: [], chunked: 0, broken: true });
    }
  }

  /** Samples the lane's next token once its prompt is read, and answers the request when it is done. */
  #settle(slot: number, result: StepResult): void {
    const lane = this.#lanes[slot] as Lane;
    const { request } = lane;
    if (request === null || lane.pending.length > 0) return;
    const { params } = request;
    const size = this.#options.vocabularySize;
    const { token, logprob } = nextToken(request, { ...result, slot, size });
    request.tokens.push(token);
    request.logprobs.push(logprob);
    const stopped = params.stopTokens.includes(token) || request.stops.completedBy(token);
    if (!stopped && request.tokens.length < params.maxTokens) {
      lane.pending = [token];
      return;
    }
    lane.request = null;
    request.resolve({
      tokens: request.tokens,
      logprobs: request.logprobs,
      stopReason: stopped ? 'stop' : 'length',
      ...(params.topLogprobs !== undefined && { topLogprobs: request.topLogprobs }),
    });
  }
}

function isPrefix(prefix: readonly number[], whole: readonly number[]): boolean {
  return prefix.length < whole.length && prefix.every((token, index) => token === whole[index]);
}

/** Lets messages that arrived meanwhile be handled. */
function nextTick(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
