import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeAll } from '../core/open-whole.ts';
import { Random } from '../core/random.ts';
import type { Datum, ModelConfig } from '../engine/index.ts';
import { type ArchitectureName, architectureNames } from '../engine/embedded/folder/architectures.ts';
import { loadWeights } from '../engine/embedded/folder/weights.ts';
import { parameterPorts } from '../engine/embedded/model/parameter-ports.ts';
import type { Provider, SessionOptions } from '../engine/embedded/session/session-factory.ts';
import { HostParameters } from '../engine/embedded/train/host-parameters.ts';
import { outputFloats, type Tensors } from '../engine/embedded/train/parameter-store.ts';
import { Trainer } from '../engine/embedded/train/trainer.ts';
import { type EmbeddedPolicy, openEmbeddedPolicy } from '../engine/embedded/worker/embedded-policy.ts';
import { modelShapes } from './model-shapes.ts';
import { writeRandomFolder } from './random-folder.ts';

/** How far a provider is from the CPU on a small model of one architecture. */
export interface Parity {
  readonly architecture: ArchitectureName;
  /** Largest difference of a token's log-probability. */
  readonly logprobs: number;
  /** The tensor whose gradient differs most, by |a - b| / |b|. */
  readonly gradient: { readonly tensor: string; readonly error: number };
  /** Greedy sequences with the same tokens, of all. */
  readonly greedy: { readonly equal: number; readonly of: number };
  /** Largest relative difference of the loss in five steps of AdamW. */
  readonly steps: number;
}

/** Grouped heads, an untied head and rotary scaling, and weights wide enough that the model has opinions. */
const small: ModelConfig = {
  ...modelShapes['llama-3.2-1b'],
  vocabularySize: 96,
  hiddenSize: 64,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 16,
  mlpSize: 96,
  maxPositions: 512,
  tiedEmbeddings: false,
  initializerRange: 0.2,
};

const adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, maxGradNorm: 1 };
const crossEntropy = { kind: 'cross_entropy', reduction: 'token-mean' } as const;
const steps = 5;

/** Holds a provider against the CPU on a small random model of `architecture`. */
export async function parityOf(architecture: ArchitectureName, options: SessionOptions): Promise<Parity> {
  const folder = await mkdtemp(join(tmpdir(), 'twinzero-parity-'));
  try {
    const scaled = architecture === 'LlamaForCausalLM';
    await writeRandomFolder(folder, { ...small, architecture, ...(!scaled && { ropeScaling: null }) });
    const gradient = await gradientError(folder, options);
    const policies: EmbeddedPolicy[] = [];
    try {
      for (const provider of ['cpu', options.provider] as const)
        // Micro-batches of 64 tokens, so that gradients add up where the provider keeps them.
        policies.push(
          await openEmbeddedPolicy({
            ...options,
            provider,
            folder,
            lanes: 4,
            maxTokens: 256,
            microBatchTokens: 64,
          }),
        );
      return {
        architecture,
        gradient,
        ...(await comparePolicies(policies as [EmbeddedPolicy, EmbeddedPolicy])),
      };
    } finally {
      await closeAll(policies.map((policy) => () => policy.close()));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Every architecture in turn. */
export async function parity(
  options: SessionOptions,
  onResult: (parity: Parity) => void,
): Promise<readonly Parity[]> {
  const results: Parity[] = [];
  for (const architecture of architectureNames) {
    const result = await parityOf(architecture, options);
    onResult(result);
    results.push(result);
  }
  return results;
}

async function comparePolicies([cpu, other]: readonly [EmbeddedPolicy, EmbeddedPolicy]): Promise<
  Pick<Parity, 'logprobs' | 'greedy' | 'steps'>
> {
  const sequences = data().map(({ tokens }) => tokens);
  const scored = await both((policy) => policy.scorer.logprobs(sequences, { temperature: 1 }));
  const logprobs = Math.max(
    ...scored[0].flatMap((row, at) => row.map((value, t) => Math.abs(value - (scored[1][at]?.[t] ?? NaN)))),
  );
  const random = Random.seeded(0).fork('prompts');
  const prompts = Array.from({ length: 6 }, (_, index) => draw(random, 1 + 7 * index));
  const greedy = await both((policy) =>
    Promise.all(
      prompts.map((prompt) =>
        policy.sample(prompt, { temperature: 0, maxTokens: 100, seed: 0, stopTokens: [] }),
      ),
    ),
  );
  const equal = greedy[0].filter(({ tokens }, at) => tokens.join() === greedy[1][at]?.tokens.join()).length;
  const losses = await both(async (policy) => {
    const values: number[] = [];
    for (let step = 0; step < steps; step += 1) {
      values.push((await policy.learner.forwardBackward(data(), crossEntropy)).loss);
      await policy.learner.optimStep(adam);
    }
    return values;
  });
  return {
    logprobs,
    greedy: { equal, of: prompts.length },
    steps: Math.max(...losses[0].map((loss, step) => Math.abs((losses[1][step] ?? NaN) / loss - 1))),
  };

  async function both<T>(work: (policy: EmbeddedPolicy) => Promise<T>): Promise<readonly [T, T]> {
    return [await work(cpu), await work(other)];
  }
}

/** Keeps the gradient of the one batch it sees, by tensor. */
class GradientKeeper extends HostParameters {
  gradients: Tensors = {};

  override accumulate(outputs: Tensors): void {
    this.gradients = outputs;
  }
}

async function gradientError(folder: string, options: SessionOptions): Promise<Parity['gradient']> {
  const weights = await loadWeights(folder);
  const on = async (provider: Provider): Promise<Tensors> => {
    const parameters = new GradientKeeper(weights);
    const trainer = new Trainer(parameters, { ...options, provider, maxTokens: 64, microBatchTokens: 2048 });
    try {
      await trainer.forwardBackward(data(), crossEntropy);
      return parameters.gradients;
    } finally {
      await trainer.release();
    }
  };
  const [expected, actual] = [await on('cpu'), await on(options.provider)];
  let worst = { tensor: '', error: -1 };
  for (const tensor of weights.tensors.keys()) {
    const name = `${parameterPorts.gradient}${tensor}`;
    const error = relativeError(outputFloats(actual, name), outputFloats(expected, name));
    if (!(error <= worst.error)) worst = { tensor, error };
  }
  return worst;
}

/** |a - b| / |b|, Euclidean. */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  let difference = 0;
  let size = 0;
  for (const [i, value] of expected.entries()) {
    difference += ((actual[i] ?? NaN) - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(difference / size);
}

function data(): Datum[] {
  const random = Random.seeded(0).fork('data');
  return [9, 14, 5, 23, 14, 60].map((length) => ({
    tokens: draw(random, length),
    weights: Array.from({ length: length - 1 }, (_, index) => (index % 3 === 0 ? 0 : 1)),
  }));
}

function draw(random: Random, length: number): number[] {
  return Array.from({ length }, () => random.below(small.vocabularySize));
}
