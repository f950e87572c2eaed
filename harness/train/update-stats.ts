import type { LossOutput } from '../engine/engine.ts';

/** One optimiser step of a training step. */
export interface Update {
  readonly output: LossOutput;
  readonly gradNorm: number;
  /** Tokens trained on. */
  readonly tokens: number;
}

/** A training step's optimiser steps as one. */
export interface UpdateStats {
  /** Mean over the optimiser steps, as is `gradNorm`. */
  readonly loss: number;
  readonly gradNorm: number;
  /** Mean per trained token over the optimiser steps, as are the next two; null where the loss has none. */
  readonly entropy: number | null;
  readonly kl: number | null;
  readonly clipFraction: number | null;
}

/** Averages at least one update. */
export function summariseUpdates(updates: readonly Update[]): UpdateStats {
  const tokens = updates.reduce((sum, update) => sum + update.tokens, 0);
  const perStep = (read: (update: Update) => number): number =>
    updates.reduce((sum, update) => sum + read(update), 0) / updates.length;
  const perToken = (read: (output: LossOutput) => number | null): number | null => {
    const values = updates.map(({ output, tokens: weight }) => ({ value: read(output), weight }));
    if (tokens === 0 || values.some(({ value }) => value === null)) return null;
    return values.reduce((sum, { value, weight }) => sum + (value ?? 0) * weight, 0) / tokens;
  };
  return {
    loss: perStep(({ output }) => output.loss),
    gradNorm: perStep(({ gradNorm }) => gradNorm),
    entropy: perToken(({ entropy }) => entropy),
    kl: perToken(({ kl }) => kl),
    clipFraction: perToken(({ clipFraction }) => clipFraction),
  };
}
