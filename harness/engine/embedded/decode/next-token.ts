import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { TokenLogprob } from '../../engine.ts';
import { chooseToken, topTokens } from './choose-token.ts';
import { needsRow, type Request } from './lane.ts';
import type { DecodeResult } from './lane-cache.ts';

/** What a step gave, and the draw of the slot that is looked at. */
export type StepResult = DecodeResult & { readonly uniform: number };

/**
 * The token that follows a request's: the one the model drew or, where only some tokens may be drawn, one chosen here
 * by the same draw. Notes the most likely tokens where the request wants them.
 * @param result its `size` is the vocabulary's
 * @throws TwinZeroError `engine` when the probabilities are not numbers.
 */
export function nextToken(
  request: Request,
  result: StepResult & { readonly slot: number; readonly size: number },
): TokenLogprob {
  const { slot, size, uniform, probabilities } = result;
  const { params } = request;
  const row =
    probabilities === null || !needsRow(request) ? null : { probabilities, offset: slot * size, size };
  const { token, probability } =
    row === null
      ? { token: Number(result.tokens[slot]), probability: result.chosen[slot] ?? NaN }
      : chooseToken(row, params, uniform);
  // One logit that is not finite makes NaN of every probability of its row, so looking at one tells of all.
  if (Number.isNaN(probability))
    throw new TwinZeroError(
      'engine',
      `the model's probabilities at temperature ${params.temperature} are not numbers; its weights or the temperature are out of the range that float32 computes with`,
    );
  if (row !== null && params.topLogprobs !== undefined)
    request.topLogprobs.push(topTokens(row, params.topLogprobs));
  return { token, logprob: Math.log(probability) };
}
