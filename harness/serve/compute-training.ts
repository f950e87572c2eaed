import { TwinZeroError } from '../core/twin-zero-error.ts';
import type { Datum, Trainable } from '../engine/index.ts';
import { type ForwardBackwardOutput, vector } from '../engine/tinker/wire/index.ts';
import type { TokenLoss } from './token-losses.ts';
import type { TrainingRow, TrainingRows } from './training-rows.ts';

type Numbers = readonly (readonly number[])[];

/**
 * Computes `forward` or `forward_backward`, whose gradients are added up until the next step; losses are sums over tokens.
 *
 * The policy losses that the engine has are left to it. For all others the log-probabilities are computed first, then
 * each token's derivative here, which goes to the engine as the advantage of importance sampling at ratio 1.
 * @throws TwinZeroError as the engine.
 */
export async function computeTraining(
  { scorer, learner }: Trainable,
  asked: TrainingRows,
): Promise<ForwardBackwardOutput> {
  const { rows, temperature, forwardOnly } = asked;
  const loss = engineLoss(asked);
  if (loss !== null && !forwardOnly) {
    const { logprobs } = await learner.forwardBackward(rows.map(ownDatum), loss);
    return output(asked, logprobs);
  }
  const logprobs = await scorer.logprobs(
    rows.map(({ tokens }) => tokens),
    { temperature },
  );
  const losses = rows.map((row, i) => tokenLossesOf(asked, row, logprobs[i] ?? []));
  if (!forwardOnly)
    await learner.forwardBackward(
      rows.map(({ tokens }, i) => injectedDatum(tokens, losses[i] ?? [], logprobs[i] ?? [])),
      { kind: 'importance_sampling', reduction: 'token-sum', temperature, klCoefficient: 0 },
    );
  return output(asked, logprobs);
}

function engineLoss({
  loss: name,
  bounds,
  temperature,
  rows,
}: TrainingRows): Parameters<Trainable['learner']['forwardBackward']>[1] | null {
  const shared = { reduction: 'token-sum', temperature, klCoefficient: 0 } as const;
  // Weights fold into the advantage only where they do not turn its sign, with which the bound changes sides.
  if (rows.some(({ terms }) => terms.some(({ weight }) => weight < 0))) return null;
  if (name === 'importance_sampling') return { kind: name, ...shared };
  if (name !== 'ppo' || bounds === null || bounds[0] > 1 || bounds[1] < 1) return null;
  return { kind: name, clipLow: 1 - bounds[0], clipHigh: bounds[1] - 1, ...shared };
}

/** Every place that can be scored weighs 1, so that its log-probability comes back; what is not learned has no advantage. */
function ownDatum({ tokens, scored, terms }: TrainingRow): Datum {
  const advantages = terms.map(({ advantage, weight }) => (weight === 0 ? 0 : advantage * weight));
  return {
    tokens,
    weights: scored.map(Number),
    advantages,
    oldLogprobs: terms.map(({ old }, i) => (advantages[i] === 0 ? 0 : old)),
  };
}

function injectedDatum(
  tokens: readonly number[],
  losses: readonly TokenLoss[],
  logprobs: readonly number[],
): Datum {
  return {
    tokens,
    weights: losses.map(({ slope }) => (slope === 0 ? 0 : 1)),
    advantages: losses.map(({ slope }) => -slope),
    oldLogprobs: logprobs,
  };
}

function tokenLossesOf(
  { rule }: TrainingRows,
  { scored, terms }: TrainingRow,
  logprobs: readonly number[],
): TokenLoss[] {
  return terms.map((term, i) => {
    if (term.weight === 0 || scored[i] !== true) return { loss: 0, slope: 0 };
    const found = rule.of({ ...term, logprob: logprobs[i] ?? NaN });
    if (Number.isFinite(found.loss) && Number.isFinite(found.slope)) return found;
    throw new TwinZeroError(
      'engine',
      `the loss at place ${i} of a datum is ${found.loss}; its old log-probability is ${term.old}, the policy gives ${logprobs[i]}`,
    );
  });
}

function output(asked: TrainingRows, logprobs: Numbers): ForwardBackwardOutput {
  const losses = asked.rows.map((row, i) => tokenLossesOf(asked, row, logprobs[i] ?? []));
  const flat = losses.flat();
  return {
    loss_fn_output_type: 'ArrayRecord',
    loss_fn_outputs: asked.rows.map(({ scored }, i) => ({
      // A log-probability of another target than the token that follows is not known: no number.
      logprobs: vector(scored.map((known, at) => (known ? (logprobs[i]?.[at] ?? NaN) : NaN))),
      elementwise_loss: vector((losses[i] ?? []).map(({ loss }) => loss)),
    })),
    metrics: { 'loss:sum': flat.reduce((total, { loss }) => total + loss, 0) },
  };
}
