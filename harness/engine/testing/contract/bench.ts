import assert from 'node:assert/strict';
import { it } from 'mocha';
import type { AdamParams, Datum, SampleParams, Scorer, TokenPolicy, Trainable } from '../../engine.ts';
import { requireScorer, requireTrainable } from '../../requirements.ts';

/** Abilities that an engine may be without. */
export type Ability = 'scorer' | 'learner' | 'topLogprobs' | 'allowed' | 'temperature';

/** Facts that the contract needs of an engine under test. */
export interface EngineContractOptions {
  /** A fresh policy with the same initial weights each time. */
  readonly create: () => Promise<TokenPolicy>;
  /** Two different prompts of at least two tokens each. */
  readonly prompts: readonly [readonly number[], readonly number[]];
  /** Ends a sample; may be a token the policy hardly ever writes. */
  readonly stopToken: number;
  /** Large enough to move the weights visibly in a few steps, e.g. 1e-2. */
  readonly learningRate: number;
  /** Largest difference between sampler and trainer in a log-probability; default 1e-4. */
  readonly tolerance?: number;
  /** Reason why the engine is without an ability; default: it has all of them. */
  readonly lacks?: Readonly<Partial<Record<Ability, string>>>;
}

/** The state of a test: its policies, the first of which it is about, and a folder of its own. */
export interface Bench extends EngineContractOptions {
  readonly tolerance: number;
  readonly opened: TokenPolicy[];
  folder: string;
}

/** Defines a test, skipped under the stated reason where the engine lacks what it needs. */
export function clause(
  { lacks = {} }: Bench,
  { title, needs = [] }: { readonly title: string; readonly needs?: readonly Ability[] },
  test: () => Promise<void>,
): void {
  const reason = needs.map((ability) => lacks[ability]).find((found) => found !== undefined);
  if (reason === undefined) it(title, test);
  else it.skip(`${title} (skipped: ${reason})`, test);
}

/** Opens a policy that is closed with the test. */
export async function openAnother(bench: Bench): Promise<TokenPolicy> {
  const policy = await bench.create();
  bench.opened.push(policy);
  return policy;
}

/** The policy a test is about. */
export function policyOf({ opened: [policy] }: Bench): TokenPolicy {
  assert.ok(policy);
  return policy;
}

/** Its scorer. */
export function scorerOf(bench: Bench): Scorer {
  return requireScorer(policyOf(bench));
}

/** The policy, able to learn. */
export function learnerOf(bench: Bench): TokenPolicy & Trainable {
  return requireTrainable(policyOf(bench));
}

/** A request for at most six tokens. */
export function params({ stopToken }: Bench, seed: number, temperature = 1): SampleParams {
  return { temperature, maxTokens: 6, seed, stopTokens: [stopToken] };
}

/** AdamW at the learning rate of the bench. */
export function adamOf({ learningRate }: Bench): AdamParams {
  return { learningRate, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };
}

/** The mean over the tokens. */
export const tokenMean = { kind: 'cross_entropy', reduction: 'token-mean' } as const;

/** A sequence with weight 1 on every token. */
export function plain(tokens: readonly number[]): Datum {
  return { tokens, weights: tokens.slice(1).map(() => 1) };
}

/** One supervised step; its loss. */
export async function teach(
  { learner }: Trainable,
  sequences: readonly (readonly number[])[],
  adam: AdamParams,
): Promise<number> {
  const { loss } = await learner.forwardBackward(sequences.map(plain), tokenMean);
  await learner.optimStep(adam);
  return loss;
}

/** The log-probabilities of one sequence at temperature 1. */
export async function score(scorer: Scorer, tokens: readonly number[]): Promise<readonly number[]> {
  const [scored] = await scorer.logprobs([tokens], { temperature: 1 });
  assert.ok(scored);
  return scored;
}

/** Fails unless two lists have equal length and no two values lie farther apart than `tolerance`. */
export function close(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    const wanted = expected[i] ?? Number.NaN;
    assert.ok(Math.abs(value - wanted) <= tolerance, `${value} instead of ${wanted} at ${i}`);
  });
}
