import { TwinZeroError } from '../../../core/twin-zero-error.ts';
import type { ValueDatum, ValueLoss } from '../../critic.ts';
import type { AdamParams, Datum } from '../../engine.ts';
import type { Loss } from '../../loss.ts';
import { requireSequences, type SequenceLimits } from './require-sequences.ts';

/** Numbers per predicted token, as they stand in a datum. */
interface Column {
  readonly name: string;
  readonly values: readonly number[] | undefined;
  /** True where the loss reads it. */
  readonly needed: boolean;
}

/**
 * Checks what a policy is trained on.
 * @throws TwinZeroError `configuration` for a loss out of its range and for tokens that do not fit the model, `engine`
 * for numbers the loss needs that are missing, too many, too few or not finite where the weight is not 0.
 */
export function requireData(data: readonly Datum[], loss: Loss, limits: SequenceLimits): void {
  requireLoss(loss);
  requireSequences(
    data.map(({ tokens }) => tokens),
    limits,
  );
  const policy = loss.kind !== 'cross_entropy';
  const kl = policy && loss.klCoefficient !== 0;
  for (const [index, { tokens, weights, ...datum }] of data.entries()) {
    requireWeights(weights, tokens.length - 1, index);
    for (const column of [
      { name: 'advantages', values: datum.advantages, needed: policy },
      { name: 'oldLogprobs', values: datum.oldLogprobs, needed: policy },
      { name: 'referenceLogprobs', values: datum.referenceLogprobs, needed: kl },
    ])
      requireColumn(column, weights, index);
  }
}

/**
 * Checks what a critic is trained on.
 * @throws TwinZeroError as `requireData`.
 */
export function requireValueData(
  data: readonly ValueDatum[],
  { clip }: ValueLoss,
  limits: SequenceLimits,
): void {
  requireRange('the clip of the value loss', clip, { above: 0 });
  requireSequences(
    data.map(({ tokens }) => tokens),
    limits,
  );
  for (const [index, { tokens, weights, returns, oldValues }] of data.entries()) {
    requireWeights(weights, tokens.length - 1, index);
    requireColumn({ name: 'returns', values: returns, needed: true }, weights, index);
    requireColumn({ name: 'oldValues', values: oldValues, needed: true }, weights, index);
  }
}

/** @throws TwinZeroError `configuration` for a setting with which a step would be no AdamW step. */
export function requireAdam(adam: AdamParams): void {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm } = adam;
  requireRange('learningRate', learningRate, { from: 0 });
  requireRange('beta1', beta1, { from: 0, below: 1 });
  requireRange('beta2', beta2, { from: 0, below: 1 });
  // Where gradient and moments are 0 the step is 0 / epsilon.
  requireRange('epsilon', epsilon, { above: 0 });
  requireRange('weightDecay', weightDecay, { from: 0 });
  if (maxGradNorm !== undefined) requireRange('maxGradNorm', maxGradNorm, { above: 0 });
}

/** Ours: logits divided by less leave the range of float32. */
export const smallestTemperature = 1e-5;

/** @throws TwinZeroError `configuration` for a temperature that logits cannot be divided by. */
export function requireTemperature(temperature: number): void {
  requireRange('temperature', temperature, { from: smallestTemperature });
}

function requireLoss(loss: Loss): void {
  if (loss.kind === 'cross_entropy') return;
  requireTemperature(loss.temperature);
  requireRange('klCoefficient', loss.klCoefficient, {});
  requireRange('entropyCoefficient', loss.entropyCoefficient ?? 0, {});
  if (loss.kind !== 'ppo') return;
  requireRange('clipLow', loss.clipLow, { from: 0 });
  requireRange('clipHigh', loss.clipHigh, { from: 0 });
  // A bound of 1 or less would keep tokens from being unlearnt where the ratio has not moved yet.
  if (loss.dualClip !== undefined) requireRange('dualClip', loss.dualClip, { above: 1 });
}

interface Range {
  readonly from?: number;
  readonly above?: number;
  readonly below?: number;
}

function requireRange(name: string, value: number, range: Range): void {
  const { from = -Infinity, above = -Infinity, below = Infinity } = range;
  if (Number.isFinite(value) && value >= from && value > above && value < below) return;
  const words = Object.entries(range).map(([bound, limit]) => `${bound} ${limit}`);
  throw new TwinZeroError(
    'configuration',
    `${name} is ${value}; give a finite number ${words.join(' and ')}`.trimEnd(),
  );
}

function requireWeights(weights: readonly number[], length: number, index: number): void {
  if (weights.length !== length) throw wrongLength('weights', { found: weights.length, length, index });
  const at = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (at >= 0)
    throw new TwinZeroError(
      'engine',
      `weight ${at} of sequence ${index} is ${weights[at]}; give a finite number from 0`,
    );
}

function requireColumn({ name, values, needed }: Column, weights: readonly number[], index: number): void {
  if (values === undefined) {
    if (!needed) return;
    throw new TwinZeroError('engine', `sequence ${index} has no ${name}, which this loss needs; add them`);
  }
  const { length } = weights;
  if (values.length !== length) throw wrongLength(name, { found: values.length, length, index });
  if (!needed) return;
  const at = values.findIndex((value, place) => weights[place] !== 0 && !Number.isFinite(value));
  if (at >= 0)
    throw new TwinZeroError(
      'engine',
      `number ${at} of the ${name} of sequence ${index} is ${values[at]}; give a finite number, or weigh the token 0`,
    );
}

function wrongLength(
  name: string,
  { found, length, index }: { readonly found: number; readonly length: number; readonly index: number },
): TwinZeroError {
  return new TwinZeroError(
    'engine',
    `sequence ${index} came with ${found} ${name} for its ${length} predicted tokens; give one for each`,
  );
}
