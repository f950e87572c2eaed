import type { Random } from '../../../core/random.ts';
import type { SampleParams, SampleResult, TokenLogprob } from '../../engine.ts';
import type { StopStrings } from '../text/stop-strings.ts';
import { isTruncated } from './choose-token.ts';
import type { DecodeSlot } from './lane-cache.ts';

/** The first `length` tokens of a prompt, as another lane has read or is reading them. */
export interface SharedPrefix {
  readonly lane: Lane;
  readonly length: number;
}

/** One sequence in the cache: running, or held after its request for the next turn of the same episode. */
export interface Lane {
  /** Tokens whose keys and values are cached. */
  tokens: number[];
  /** Still to be fed; one token when the lane is ready to decode. */
  pending: number[];
  request: Request | null;
  /** What it waits for another lane to read, to copy it then; null where it reads for itself. */
  awaits: SharedPrefix | null;
  /** Of its first tokens, cached or pending, those that are read in whole chunks. */
  chunked: number;
  /** Step in which the lane was last used; -1 for none. */
  lastUse: number;
  /** True where its cache may hold what is no number: no mask keeps that out of a sum, so nothing may follow in it. */
  broken: boolean;
}

/** A request being answered, and what of its answer there is. */
export interface Request {
  readonly prompt: readonly number[];
  readonly params: SampleParams;
  readonly random: Random;
  readonly stops: StopStrings;
  readonly tokens: number[];
  readonly logprobs: number[];
  readonly topLogprobs: TokenLogprob[][];
  readonly resolve: (result: SampleResult) => void;
  readonly reject: (error: unknown) => void;
}

/** What a step feeds of a lane. Only a step that reaches the end of what is pending draws, once, if at all. */
export function slotOf({ tokens: cached, pending, request }: Lane, tokens: number): DecodeSlot {
  const temperature = request?.params.temperature ?? 0;
  const draws = pending.length <= tokens && temperature > 0;
  return {
    cached: cached.length,
    feed: pending.slice(0, tokens),
    inverseTemperature: 1 / (temperature || 1),
    uniform: draws ? (request?.random.uniform() ?? -1) : -1,
  };
}

/** A slot that only fills the batch. */
export function fillingSlot({ tokens }: Lane): DecodeSlot {
  return { cached: tokens.length, feed: [0], inverseTemperature: 1, uniform: -1 };
}

/** True where a request looks at more than the token that the model draws. */
export function needsRow(request: Request | null): boolean {
  return request !== null && (request.params.topLogprobs !== undefined || isTruncated(request.params));
}
