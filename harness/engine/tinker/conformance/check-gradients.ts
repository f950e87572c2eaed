import type { Loss } from '../../loss.ts';
import type { ServerLesson } from '../client/remote-model.ts';
import { tokenLoss } from '../loss/token-loss.ts';
import { vector, type WireDatum } from '../wire/index.ts';
import { type ConformanceBench, gradNorm, lessonDatum, normOf, scored, still } from './conformance-bench.ts';
import type { Finding } from './finding.ts';

const ppo: Loss = {
  kind: 'ppo',
  clipLow: 0.2,
  clipHigh: 0.2,
  reduction: 'token-sum',
  temperature: 1,
  klCoefficient: 0,
};

function sampling(data: readonly WireDatum[]): ServerLesson {
  return { loss: 'importance_sampling', config: {}, data };
}

/** Advantages of both signs. */
function advantageAt(place: number): number {
  return place % 2 === 0 ? 0.7 : -0.4;
}

/** How the server orders requests, adds up losses, and what it makes of injected gradients. */
export async function checkGradients(bench: ConformanceBench): Promise<Finding[]> {
  const { model, sequences, connection } = bench;
  const { maskKey } = connection.profile;
  const [first, second] = sequences;
  const [one = [], two = []] = await scored(model, sequences);
  const onPolicy = (tokens: readonly number[], logprobs: readonly number[], advantage: number): WireDatum =>
    lessonDatum(tokens, { logprobs, advantages: logprobs.map(() => advantage), mask: maskKey });
  const base = sampling([onPolicy(first, one, 1)]);
  const idle = onPolicy(second, two, 0);
  const posted = model.forwardBackward(base);
  const [, ordered] = await Promise.all([posted, model.optimStep(still)]);
  const plain = normOf(ordered);
  const twice = await gradNorm(model, [sampling([onPolicy(first, one, 1), onPolicy(first, one, 1)])]);
  const padded = await gradNorm(model, [sampling([onPolicy(first, one, 1), idle])]);
  const apart = await gradNorm(model, [base, base]);
  const share = one.length / (one.length + two.length);
  const reduced = reductionOf({ plain, twice, padded, apart, share });
  return [
    {
      check: 'order of requests',
      passed: plain > 0,
      found: `a step posted after its gradients has the norm ${plain}`,
    },
    reduced,
    await injection(bench, [one, two]),
    await signedWeights(bench, { base: one, means: reduced.fits?.reduction === 'sequence-mean' }),
  ];
}

interface Norms {
  readonly plain: number;
  readonly twice: number;
  readonly padded: number;
  readonly apart: number;
  /** Of the first sequence in the tokens of both. */
  readonly share: number;
}

/** A sequence twice, and one beside another without advantage: sums and means tell themselves apart. */
function reductionOf({ plain, twice, padded, apart, share }: Norms): Finding {
  const check = 'reduction of losses';
  const figures = `the same twice ${(twice / plain).toFixed(4)}, beside an idle one ${(padded / plain).toFixed(4)}, in two calls ${(apart / plain).toFixed(4)} times the gradient`;
  const near = (value: number, wanted: number): boolean => Math.abs(value / plain - wanted) < 0.01;
  if (near(twice, 2) && near(padded, 1) && near(apart, 2))
    return { check, passed: true, found: `token-sum: ${figures}`, fits: { reduction: 'token-sum' } };
  if (near(twice, 1) && near(padded, 0.5) && near(apart, 1))
    return { check, passed: true, found: `sequence-mean: ${figures}`, fits: { reduction: 'sequence-mean' } };
  const tokens = near(padded, share) ? ', a mean over tokens' : '';
  return { check, passed: false, found: `neither of the known ones${tokens}: ${figures}` };
}

/** The server's clipped loss against the client's, whose gradient is given to importance sampling at ratio 1. */
async function injection(
  { model, sequences, connection }: ConformanceBench,
  logprobs: readonly (readonly number[])[],
): Promise<Finding> {
  const { maskKey, losses } = connection.profile;
  const check = 'injected gradients';
  if (!losses.includes('ppo'))
    return { check, passed: null, found: 'the profile says that the server has no ppo' };
  const olds = logprobs.map((values) => values.map((value, i) => value + (i % 3 === 0 ? 0.4 : -0.1)));
  const data = sequences.map((tokens, s) => {
    const old = olds[s] ?? [];
    return lessonDatum(tokens, {
      logprobs: old,
      advantages: old.map((_, i) => advantageAt(i)),
      mask: maskKey,
    });
  });
  const config = { clip_low_threshold: 0.8, clip_high_threshold: 1.2 };
  const server = await gradNorm(model, [{ loss: 'ppo', config, data }]);
  const injected = sequences.map((tokens, s) => {
    const current = logprobs[s] ?? [];
    const advantages = current.map(
      (logprob, i) =>
        -tokenLoss(ppo, { logprob, old: olds[s]?.[i] ?? NaN, advantage: advantageAt(i), reference: NaN })
          .slope,
    );
    return lessonDatum(tokens, { logprobs: current, advantages, mask: maskKey });
  });
  const client = await gradNorm(model, [{ loss: 'importance_sampling', config: {}, data: injected }]);
  const apart = Math.abs(client / server - 1);
  return {
    check,
    passed: apart < 1e-3,
    found: `norm ${client} against the server's ppo ${server}, ${apart.toExponential(1)} apart`,
  };
}

/**
 * Cross-entropy under weights of both signs that add up to nothing, which the official client sends and this one does not,
 * against importance sampling at ratio 1 with the same gradient.
 */
async function signedWeights(
  { model, connection, sequences: [first] }: ConformanceBench,
  { base, means }: { readonly base: readonly number[]; readonly means: boolean },
): Promise<Finding> {
  const weights = base.map((_, i) => (i === base.length - 1 ? 0 : i % 2 === 0 ? 1 : -1));
  const datum: WireDatum = {
    ...lessonDatum(first, { logprobs: base, advantages: base, mask: false }),
    loss_fn_inputs: { target_tokens: vector(first.slice(1), 'int64'), weights: vector(weights) },
  };
  const norm = await gradNorm(model, [{ loss: 'cross_entropy', config: {}, data: [datum] }]);
  const { maskKey: mask } = connection.profile;
  const injected = lessonDatum(first, { logprobs: base, advantages: weights, mask });
  const other = await gradNorm(model, [{ loss: 'importance_sampling', config: {}, data: [injected] }]);
  const wanted = means ? other * base.length : other;
  const right = Math.abs(norm / wanted - 1) < 1e-3;
  return {
    check: 'signed weights',
    passed: null,
    found: `cross-entropy under weights that add up to 0 has the norm ${norm} for ${wanted}, ${right ? 'which is right' : 'which is wrong: a client must not send such weights, and this one does not'}`,
  };
}
