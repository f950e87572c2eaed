import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { AdamParams, Datum, Engine, SampleParams } from '../engine.ts';

/** What the contract needs to know of an engine under test. */
export interface EngineContractOptions {
  /** A fresh engine with the same initial weights each time. */
  readonly create: () => Promise<Engine>;
  /** Two different prompts of at least two tokens each. */
  readonly prompts: readonly [readonly number[], readonly number[]];
  /** Ends a sample; may be a token the policy hardly ever writes. */
  readonly stopToken: number;
  /** Large enough to move the weights visibly in a few steps, e.g. 1e-2. */
  readonly learningRate: number;
  /** How far sampler and trainer may differ in a log-probability; 1e-4 unless told. */
  readonly tolerance?: number;
}

const tokenMean = { kind: 'cross_entropy', reduction: 'token-mean' } as const;
const shared = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };

/** What every engine that samples, trains and saves must do, whatever it is made of. */
export function engineContract(name: string, options: EngineContractOptions): void {
  const { prompts, tolerance = 1e-4 } = options;
  const adam: AdamParams = { ...shared, learningRate: options.learningRate };
  const bench: Bench = { engine: undefined, folder: '', options, adam, tolerance };

  describe(`${name} keeps the engine contract`, () => {
    beforeEach(async () => {
      bench.engine = await options.create();
      bench.folder = await mkdtemp(join(tmpdir(), 'twinzero-engine-'));
    });
    afterEach(async () => {
      await bench.engine?.close();
      await rm(bench.folder, { recursive: true, force: true });
    });
    samplingContract(bench, prompts);
    scoringContract(bench, prompts);
    trainingContract(bench, prompts);
    policyLossContract(bench, prompts);
    savingContract(bench, prompts);
  });
}

interface Bench {
  engine: Engine | undefined;
  folder: string;
  readonly options: EngineContractOptions;
  readonly adam: AdamParams;
  readonly tolerance: number;
}

type Prompts = EngineContractOptions['prompts'];

function engineOf({ engine }: Bench): Engine {
  assert.ok(engine);
  return engine;
}

function params({ options }: Bench, seed: number, temperature = 1): SampleParams {
  return { temperature, maxTokens: 6, seed, stopTokens: [options.stopToken] };
}

function samplingContract(bench: Bench, [first, second]: Prompts): void {
  it('samples the same tokens for the same seed, again and among other requests', async () => {
    const engine = engineOf(bench);
    const alone = await engine.sample(first, params(bench, 7));
    const others = [1, 2, 3, 4].map((seed) => engine.sample(second, params(bench, seed)));
    const among = await engine.sample(first, params(bench, 7));
    await Promise.all(others);
    assert.deepEqual(among.tokens, alone.tokens);
    close(among.logprobs, alone.logprobs, bench.tolerance);
  });

  it('samples differently for different seeds', async () => {
    const samples = await Promise.all(
      Array.from({ length: 16 }, (_, seed) => engineOf(bench).sample(first, params(bench, seed))),
    );
    assert.ok(new Set(samples.map(({ tokens }) => tokens.join())).size > 1);
  });

  it('gives one log-probability per token, the one scoring gives at the same temperature', async () => {
    for (const temperature of [0, 0.7, 1]) {
      const { tokens, logprobs } = await engineOf(bench).sample(first, params(bench, 3, temperature));
      // Greedy samples carry the log-probabilities at temperature 1.
      const scored = await engineOf(bench).logprobs([[...first, ...tokens]], {
        temperature: temperature || 1,
      });
      assert.equal(logprobs.length, tokens.length);
      close(logprobs, (scored[0] ?? []).slice(first.length - 1), bench.tolerance);
    }
  });

  it('stops at the limit, or keeps the stop token as the last one', async () => {
    const engine = engineOf(bench);
    const { tokens } = await engine.sample(first, params(bench, 3));
    const [stop] = tokens;
    assert.ok(stop !== undefined);
    const stopped = await engine.sample(first, { ...params(bench, 3), stopTokens: [stop] });
    assert.deepEqual([stopped.tokens, stopped.stopReason], [[stop], 'stop']);
    const short = await engine.sample(first, { ...params(bench, 3), maxTokens: 1, stopTokens: [] });
    assert.deepEqual([short.tokens, short.stopReason], [[stop], 'length']);
  });
}

function scoringContract(bench: Bench, [first, second]: Prompts): void {
  it('scores n - 1 tokens of each sequence, whatever is scored beside it', async () => {
    const sequences = [first, [...second, ...first], second];
    const together = await engineOf(bench).logprobs(sequences);
    assert.deepEqual(
      together.map(({ length }) => length),
      sequences.map(({ length }) => length - 1),
    );
    for (const [i, sequence] of sequences.entries()) {
      const [alone] = await engineOf(bench).logprobs([sequence]);
      close(together[i] ?? [], alone ?? [], bench.tolerance);
      assert.ok((alone ?? []).every((value) => value <= 0));
    }
  });
}

function trainingContract(bench: Bench, [first, second]: Prompts): void {
  it('lowers a cross-entropy loss and counts its steps', async () => {
    const engine = engineOf(bench);
    const losses: number[] = [];
    for (let step = 1; step <= 5; step += 1) {
      const { loss } = await engine.forwardBackward([first, second].map(plain), tokenMean);
      assert.equal((await engine.optimStep(bench.adam)).step, step);
      losses.push(loss);
    }
    assert.ok((losses.at(-1) ?? 0) < (losses[0] ?? 0), losses.join(' '));
  });

  it('reports the negative log-probability as the cross-entropy loss', async () => {
    const [scored] = await engineOf(bench).logprobs([first]);
    const { loss, logprobs } = await engineOf(bench).forwardBackward([plain(first)], tokenMean);
    const sum = (scored ?? []).reduce((partial, value) => partial + value, 0);
    close([loss], [-sum / (first.length - 1)], bench.tolerance);
    close(logprobs[0] ?? [], scored ?? [], bench.tolerance);
  });

  it('adds up the gradients of several calls until the optimiser steps', async () => {
    const loss = { kind: 'cross_entropy', reduction: 'token-sum' } as const;
    const engine = engineOf(bench);
    await engine.forwardBackward([plain(first)], loss);
    await engine.forwardBackward([plain(second)], loss);
    const apart = await engine.optimStep(bench.adam);
    const other = await bench.options.create();
    await other.forwardBackward([plain(first), plain(second)], loss);
    const together = await other.optimStep(bench.adam);
    close([apart.gradNorm / together.gradNorm], [1], 1e-4);
    const [scoredApart, scoredTogether] = await Promise.all([
      engine.logprobs([first]),
      other.logprobs([first]),
    ]);
    close(scoredApart[0] ?? [], scoredTogether[0] ?? [], 1e-3);
    await other.close();
  });

  it('samples with the newest weights once they are published', async () => {
    await crossEntropyStep(bench, [first]);
    await engineOf(bench).publish();
    const { tokens, logprobs } = await engineOf(bench).sample(first, params(bench, 5));
    const [scored] = await engineOf(bench).logprobs([[...first, ...tokens]]);
    close(logprobs, (scored ?? []).slice(first.length - 1), bench.tolerance);
  });
}

function policyLossContract(bench: Bench, [first]: Prompts): void {
  const settings = { reduction: 'sequence-mean', temperature: 1 } as const;

  it('raises what has a positive advantage and lowers what has a negative one', async () => {
    for (const advantage of [1, -1]) {
      const engine = await bench.options.create();
      const before = await total(engine, first);
      const datum = await onPolicy(engine, first, advantage);
      const { loss } = await engine.forwardBackward([datum], {
        kind: 'importance_sampling',
        klCoefficient: 0,
        ...settings,
      });
      close([loss], [-advantage], 1e-3);
      await engine.optimStep({ ...bench.adam, weightDecay: 0 });
      assert.ok(((await total(engine, first)) - before) * advantage > 0);
      await engine.close();
    }
  });

  it('measures no KL and no clipping on the policy that sampled, and some after it moved', async () => {
    const engine = engineOf(bench);
    await engine.freezeReference();
    const datum = await onPolicy(engine, first, 1);
    const referenced = { ...datum, referenceLogprobs: datum.oldLogprobs ?? [] };
    const loss = { kind: 'ppo', clipLow: 1e-3, clipHigh: 1e-3, klCoefficient: 0.04, ...settings } as const;
    const still = await engine.forwardBackward([referenced], loss);
    close([still.kl ?? 1, still.clipFraction ?? 1], [0, 0], bench.tolerance);
    assert.ok((still.entropy ?? 0) > 0);
    for (let i = 0; i < 3; i += 1) await crossEntropyStep(bench, [first]);
    const moved = await engine.forwardBackward([referenced], loss);
    assert.ok((moved.kl ?? 0) > 0);
    assert.ok((moved.clipFraction ?? 0) > 0);
  });

  it('keeps the reference while the policy moves and when weights are loaded', async () => {
    const engine = engineOf(bench);
    await engine.freezeReference();
    const [start] = await engine.logprobs([first], { reference: true });
    await crossEntropyStep(bench, [first]);
    await engine.save(bench.folder, { optimiser: true, dtype: 'float32' });
    await engine.load(bench.folder);
    const [reference] = await engine.logprobs([first], { reference: true });
    const [policy] = await engine.logprobs([first]);
    close(reference ?? [], start ?? [], bench.tolerance);
    assert.notDeepEqual(policy, start);
  });
}

function savingContract(bench: Bench, prompts: Prompts): void {
  it('continues from a saved folder exactly as without the save', async () => {
    const engine = engineOf(bench);
    await crossEntropyStep(bench, prompts);
    await crossEntropyStep(bench, prompts);
    await engine.save(bench.folder, { optimiser: true, dtype: 'float32' });
    const other = await bench.options.create();
    await other.load(bench.folder);
    const second = { ...bench, engine: other };
    for (let i = 0; i < 2; i += 1)
      assert.equal(await crossEntropyStep(second, prompts), await crossEntropyStep(bench, prompts));
    await Promise.all([engine.publish(), other.publish()]);
    assert.deepEqual(await other.logprobs(prompts), await engine.logprobs(prompts));
    assert.deepEqual(
      await other.sample(prompts[0], params(bench, 11)),
      await engine.sample(prompts[0], params(bench, 11)),
    );
    await other.close();
  });

  it('forgets gradients and optimiser when it loads a folder without them', async () => {
    const engine = engineOf(bench);
    await engine.save(bench.folder, { dtype: 'float32' });
    await crossEntropyStep(bench, prompts);
    await engine.forwardBackward([plain(prompts[0])], tokenMean);
    await engine.load(bench.folder);
    const fresh = await bench.options.create();
    await crossEntropyStep(bench, prompts);
    await crossEntropyStep({ ...bench, engine: fresh }, prompts);
    assert.deepEqual(await engine.logprobs(prompts), await fresh.logprobs(prompts));
    await fresh.close();
  });
}

async function crossEntropyStep(bench: Bench, sequences: readonly (readonly number[])[]): Promise<number> {
  const engine = engineOf(bench);
  const output = await engine.forwardBackward(sequences.map(plain), tokenMean);
  await engine.optimStep(bench.adam);
  return output.loss;
}

function plain(tokens: readonly number[]): Datum {
  return { tokens, weights: tokens.slice(1).map(() => 1) };
}

async function onPolicy(engine: Engine, tokens: readonly number[], advantage: number): Promise<Datum> {
  const [oldLogprobs] = await engine.logprobs([tokens]);
  return {
    ...plain(tokens),
    advantages: tokens.slice(1).map(() => advantage),
    oldLogprobs: oldLogprobs ?? [],
  };
}

async function total(engine: Engine, tokens: readonly number[]): Promise<number> {
  const [scored] = await engine.logprobs([tokens]);
  return (scored ?? []).reduce((sum, value) => sum + value, 0);
}

function close(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    const wanted = expected[i] ?? Number.NaN;
    assert.ok(Math.abs(value - wanted) <= tolerance, `${value} instead of ${wanted} at ${i}`);
  });
}
