import { Bench } from 'tinybench';
import { Random } from '../core/random.ts';
import type { ModelConfig } from '../engine/embedded/folder/model-config.ts';
import type { Sampler, Trainable } from '../engine/engine.ts';

/** The size speeds are quoted at: 4 layers, d 256, 4 heads, SwiGLU 1024, vocabulary 4,096; 5.2 million parameters. */
export const referenceModel: ModelConfig = {
  architecture: 'LlamaForCausalLM',
  vocabularySize: 4096,
  hiddenSize: 256,
  layers: 4,
  heads: 4,
  keyValueHeads: 4,
  headSize: 64,
  mlpSize: 1024,
  normEpsilon: 1e-6,
  ropeTheta: 10_000,
  ropeScaling: null,
  maxPositions: 512,
  tiedEmbeddings: true,
  initializerRange: 0.02,
  bosToken: null,
  eosTokens: [],
};

/** Median and spread over the measured rounds, in tokens per second. */
export interface Throughput {
  readonly median: number;
  readonly slowest: number;
  readonly fastest: number;
  readonly rounds: number;
}

/** Speeds that `benchEngine` measured. */
export interface EngineBench {
  readonly trainTokensPerSecond: number;
  readonly decodeTokensPerSecond: number;
  readonly train: Throughput & { readonly sequences: number; readonly tokensPerSequence: number };
  readonly decode: Throughput & { readonly lanes: number; readonly contextTokens: number };
}

export interface EngineBenchOptions {
  readonly vocabularySize: number;
  readonly rounds: number;
  readonly sequences: number;
  readonly tokensPerSequence: number;
  readonly lanes: number;
  readonly contextTokens: number;
}

const adam = { learningRate: 1e-4, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, maxGradNorm: 1 };
const promptTokens = 4;

/**
 * Times training (forward, backward, clipping and AdamW over every token) and decoding (sampling `lanes` sequences
 * from a short prompt to `contextTokens`), after one uncounted round of each. The weights move while it trains.
 */
export async function benchEngine(
  engine: Sampler & Trainable,
  options: EngineBenchOptions,
): Promise<EngineBench> {
  const { sequences, tokensPerSequence, lanes, contextTokens, rounds } = options;
  const random = Random.seeded(0);
  const draw = (length: number): number[] =>
    Array.from({ length }, () => random.below(options.vocabularySize));
  const data = Array.from({ length: sequences }, () => ({
    tokens: draw(tokensPerSequence),
    weights: Array.from({ length: tokensPerSequence - 1 }, () => 1),
  }));
  const prompts = Array.from({ length: lanes }, () => draw(promptTokens));
  const decode = (): Promise<unknown> =>
    Promise.all(
      prompts.map((prompt, seed) =>
        engine.sample(prompt, {
          temperature: 1,
          maxTokens: contextTokens - promptTokens,
          seed,
          stopTokens: [],
        }),
      ),
    );
  const train = async (): Promise<void> => {
    await engine.learner.forwardBackward(data, { kind: 'cross_entropy', reduction: 'token-mean' });
    await engine.learner.optimStep(adam);
  };
  const bench = new Bench({
    iterations: rounds,
    time: 0,
    warmupIterations: 1,
    warmupTime: 0,
    throws: true,
    retainSamples: true,
  });
  bench.add('decode', decode, { beforeAll: () => engine.learner.publish() }).add('train', train);
  await bench.run();
  const training = throughput(bench, 'train', sequences * tokensPerSequence);
  const decoding = throughput(bench, 'decode', lanes * (contextTokens - promptTokens));
  return {
    trainTokensPerSecond: training.median,
    decodeTokensPerSecond: decoding.median,
    train: { ...training, sequences, tokensPerSequence },
    decode: { ...decoding, lanes, contextTokens },
  };
}

function throughput(bench: Bench, task: string, tokens: number): Throughput {
  const result = bench.getTask(task)?.result;
  const times =
    result !== undefined && 'latency' in result
      ? [...(result.latency.samples ?? [])].sort((a, b) => a - b)
      : [];
  const perSecond = (ms: number | undefined): number => Math.round((tokens / (ms ?? NaN)) * 1000);
  const middle = times.length / 2;
  const median =
    times.length % 2 === 1
      ? times[Math.floor(middle)]
      : ((times[middle - 1] ?? NaN) + (times[middle] ?? NaN)) / 2;
  return {
    median: perSecond(median),
    slowest: perSecond(times.at(-1)),
    fastest: perSecond(times[0]),
    rounds: times.length,
  };
}
