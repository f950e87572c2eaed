import type { Datum } from '../../engine.ts';
import type { Loss } from '../../loss.ts';
import { reduceWeights } from '../../embedded/train/pack-micro-batches.ts';
import type { ServerLesson } from '../client/remote-model.ts';
import type { ServerProfile } from '../profile/server-profile.ts';
import { inputOf, vector, type WireDatum } from '../wire/index.ts';
import { tokenLoss } from './token-loss.ts';

/** Sequences with a loss, and their log-probabilities under the current weights where these are known. */
export interface Batch {
  readonly data: readonly Datum[];
  readonly loss: Loss;
  /** Aligned with the weights of each datum; null where the server computes the loss by itself. */
  readonly logprobs: readonly (readonly number[])[] | null;
}

/** True where the server computes exactly this loss; else the client does, and injects the gradient. */
export function isServerLoss(
  loss: Loss,
  { losses, reduction }: Pick<ServerProfile, 'losses' | 'reduction'>,
): boolean {
  if (!losses.includes(loss.kind)) return false;
  // A server that divides by the sum of the weights cannot be told how much a sequence weighs.
  if (loss.kind === 'cross_entropy') return reduction === 'token-sum';
  if (loss.kind === 'ppo' && loss.dualClip !== undefined) return false;
  return loss.klCoefficient === 0 && (loss.entropyCoefficient ?? 0) === 0;
}

/**
 * What is posted for a batch: advantages already divided by the reduction that the loss asks for, and multiplied by what
 * the server will divide by.
 *
 * Where the client computes the loss, the server is given importance sampling at ratio 1 with the advantage -g, where g
 * is the derivative of the loss by the token's log-probability: its gradient is then the loss's own, whatever the loss.
 * (With cross-entropy and weights -g, which the official client sends, a server that divides by the sum of the weights
 * divides by any number, 0 among them.)
 * @param times the number of sequences that a server of reduction `sequence-mean` divides by; 1 for all others.
 */
export function serverLesson(
  { data, loss, logprobs }: Batch,
  times: number,
  profile: ServerProfile,
): ServerLesson {
  const reduced = reduceWeights(data, loss.reduction);
  const scaled = data.map(({ weights }, i) => {
    const mask = weights.filter((weight) => weight !== 0).length;
    const factor = profile.reduction === 'sequence-mean' ? times * mask : 1;
    return (reduced[i] ?? []).map((weight) => weight * factor);
  });
  if (logprobs === null) {
    if (loss.kind === 'cross_entropy')
      return {
        loss: loss.kind,
        config: {},
        data: data.map((datum, i) => wireDatum(datum, { weights: vector(scaled[i] ?? []) })),
      };
    return {
      loss: loss.kind,
      config: loss.kind === 'ppo' ? clipOf(loss) : {},
      data: data.map((datum, i) => {
        const advantages = (scaled[i] ?? []).map((weight, j) =>
          weight === 0 ? 0 : weight * (datum.advantages?.[j] ?? NaN),
        );
        return policyDatum(datum, { advantages, logprobs: datum.oldLogprobs ?? [] }, profile);
      }),
    };
  }
  return {
    loss: 'importance_sampling',
    config: {},
    data: data.map((datum, i) => {
      const current = logprobs[i] ?? [];
      const advantages = (scaled[i] ?? []).map((weight, j) =>
        weight === 0 ? 0 : -weight * tokenLoss(loss, termsAt(datum, current, j)).slope,
      );
      return policyDatum(datum, { advantages, logprobs: current }, profile);
    }),
  };
}

/** The numbers of a token that its loss is made of. */
export function termsAt(
  { advantages, oldLogprobs, referenceLogprobs }: Datum,
  logprobs: readonly number[],
  place: number,
): Parameters<typeof tokenLoss>[1] {
  return {
    logprob: logprobs[place] ?? NaN,
    old: oldLogprobs?.[place] ?? NaN,
    advantage: advantages?.[place] ?? NaN,
    reference: referenceLogprobs?.[place] ?? NaN,
  };
}

/** A sequence that is only to be scored. */
export function scoredDatum(tokens: readonly number[]): WireDatum {
  return wireDatum({ tokens }, { weights: vector(tokens.slice(1).map(() => 1)) });
}

function policyDatum(
  datum: Datum,
  { advantages, logprobs }: { readonly advantages: readonly number[]; readonly logprobs: readonly number[] },
  { maskKey }: ServerProfile,
): WireDatum {
  const mask = datum.weights.map((weight) => Number(weight !== 0));
  return wireDatum(datum, {
    advantages: vector(advantages),
    // Log-probabilities of tokens that are not trained on may be anything, and any ratio times 0 is to be 0.
    logprobs: vector(logprobs.map((value, i) => (mask[i] === 0 ? 0 : value))),
    ...(maskKey && { weights: vector(mask) }),
  });
}

/** A sequence, shifted, with the numbers of its places. */
export function wireDatum({ tokens }: Pick<Datum, 'tokens'>, inputs: WireDatum['loss_fn_inputs']): WireDatum {
  return {
    model_input: inputOf(tokens.slice(0, -1)),
    loss_fn_inputs: { target_tokens: vector(tokens.slice(1), 'int64'), ...inputs },
  };
}

/** Ratios between which the gradient flows: servers take bounds, and not distances from 1. */
function clipOf({ clipLow, clipHigh }: Extract<Loss, { kind: 'ppo' }>): Record<string, number> {
  return { clip_low_threshold: 1 - clipLow, clip_high_threshold: 1 + clipHigh };
}
