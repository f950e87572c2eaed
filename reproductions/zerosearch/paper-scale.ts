import type { Curriculum } from '../../harness/search/curriculum.ts';
import type { TrainConfig } from '../../harness/train/train-config.ts';
import type { PaperPolicy, PaperScaleSettings } from './paper-scale-settings.ts';

/** The policies with the ends of their curricula (appendix F); the base of the curve is 4 in all (equation 1). */
export const paperPolicies: readonly [PaperPolicy, ...PaperPolicy[]] = [
  { models: ['Qwen/Qwen2.5-7B', 'Qwen/Qwen2.5-7B-Instruct'], curriculum: curriculum(0, 0.75) },
  { models: ['Qwen/Qwen2.5-3B', 'Qwen/Qwen2.5-3B-Instruct'], curriculum: curriculum(0, 0.25) },
  {
    models: ['meta-llama/Llama-3.2-3B', 'meta-llama/Llama-3.2-3B-Instruct'],
    curriculum: curriculum(0.25, 0.5),
  },
];

function curriculum(start: number, end: number): Extract<Curriculum, { base: number }> {
  return { kind: 'exponential', start, end, base: 4 };
}

/** The published values for the first policy and REINFORCE, without any bug of the code. */
export const paperConfig: Omit<TrainConfig, 'deviations' | 'maxFailureShare'> & {
  readonly environment: NonNullable<TrainConfig['environment']>;
} = {
  seed: 1,
  steps: 203,
  questionsPerStep: 64,
  groupSize: 5,
  temperature: 1,
  limits: { maxTurns: 2, maxNewTokens: 4096, maxTokensPerTurn: 500, topK: 5, maxContextTokens: 4096 },
  learningRate: { kind: 'constant', peak: 1e-6, warmupRatio: 0.95 },
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, maxGradNorm: 1 },
  advantageScale: 'std',
  algorithm: { name: 'reinforce' },
  loss: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 },
  epochsPerStep: 1,
  minibatches: 2,
  reduction: 'token-mean',
  klCoefficient: 0.001,
  entropyCoefficient: 0.001,
  rewardPreset: 'zerosearch-f1',
  evaluateEvery: 50,
  checkpointEvery: 50,
  environment: {
    search: 'Simulation_LLM_google_14B_V2',
    start: 'Qwen/Qwen2.5-7B',
    protocol: 'search-r1',
    curriculum: paperPolicies[0].curriculum,
  },
};

/** The same for what a `TrainConfig` has no field for. */
export const paperSettings: PaperScaleSettings = {
  policies: paperPolicies,
  simulator: {
    model: 'Simulation_LLM_google_14B_V2',
    smaller: ['Simulation_LLM_google_7B_V2', 'Simulation_LLM_google_3B_V2'],
    temperature: 0.8,
    maxTokens: 600,
    retry: 'forever',
    tuning: { learningRate: 1e-6, batch: 2, steps: 1000, labels: 'balanced' },
  },
  searchEngine: 'Google through SerpAPI',
  data: {
    training: ['NQ', 'HotpotQA'],
    evaluation: ['NQ', 'TriviaQA', 'PopQA', 'HotpotQA', '2WikiMultiHopQA', 'MuSiQue', 'Bamboogle'],
  },
  topP: 0.95,
  miniBatch: 256,
  microBatch: 64,
  promptTokens: 2048,
  observationTokens: 500,
  contextCut: 'oldest-first',
  stopOnTags: false,
  documentMask: 'actor-loss',
  answerFrom: 'policy',
  metrics: ['em'],
};
