import { parseRunConfig } from '../../harness/run/index.ts';
import type { Curriculum } from '../../harness/search/index.ts';
import { rewardSets } from './rewards.ts';
import { underCurriculum } from './simulators.ts';

/** A policy of the paper with the ends of its curriculum, by the names on Hugging Face. */
export interface PaperPolicy {
  readonly models: readonly string[];
  readonly curriculum: Extract<Curriculum, { base: number }>;
}

/** Settings of a run of the paper's size that a `RunConfig` cannot state; nothing of it runs on this engine. */
export interface PaperScaleSettings {
  readonly policies: readonly PaperPolicy[];
  readonly simulator: {
    readonly smaller: readonly string[];
    /** A cut-off or failed call: asked again so often, with a pause that doubles. */
    readonly retry: 'forever' | { readonly attempts: number; readonly backoffMs: number };
    readonly tuning: {
      readonly learningRate: number;
      readonly batch: number;
      readonly steps: number;
      readonly labels: 'balanced';
    };
  };
  readonly data: { readonly training: readonly string[]; readonly evaluation: readonly string[] };
  /** Of sampling in training. */
  readonly topP: number;
  /** Episodes of an optimiser step and of one pass through the model. */
  readonly miniBatch: number;
  readonly microBatch: number;
  readonly promptTokens: number;
  readonly observationTokens: number;
  /** Text that gives way when a conversation outgrows the context. */
  readonly contextCut: 'oldest-first' | 'prompt-kept';
  /** Place where document tokens are masked; the critic, advantages and whitening exist for PPO only. */
  readonly documentMask: 'actor-loss' | 'everywhere';
  readonly answerFrom: 'whole-text' | 'policy';
  readonly metrics: readonly ('em' | 'sub-em' | 'f1')[];
}

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

/**
 * The published values for the first policy and REINFORCE, without any bug of the code. Nothing here opens the searches
 * it names: Google, and a simulator of 14 billion parameters.
 */
export const paperConfig = parseRunConfig({
  dataset: 'nq-hotpotqa',
  policy: { kind: 'embedded', folder: 'Qwen/Qwen2.5-7B' },
  protocol: { kind: 'search-r1', prompt: 'instructions', stopOnTags: false },
  search: { kind: 'zerosearch/google', settings: { through: 'SerpAPI' } },
  trainingSearch: underCurriculum(
    {
      kind: 'simulator',
      model: { kind: 'chat', model: 'Simulation_LLM_google_14B_V2' },
      format: 'zerosearch/paper',
      tuning: 'sft',
      temperature: 0.8,
      // 600 for the five of a search.
      maxTokensPerDocument: 120,
    },
    paperPolicies[0].curriculum,
  ),
  judge: { kind: 'match' },
  rewards: rewardSets['zerosearch-f1'].rewards,
  limits: { maxTurns: 2, maxNewTokens: 4096, maxTokensPerTurn: 500, topK: 5, maxContextTokens: 4096 },
  seed: 1,
  // DEVIATION(steps)
  steps: 203,
  questionsPerStep: 64,
  groupSize: 5,
  temperature: 1,
  // DEVIATION(warmup)
  learningRate: { kind: 'constant', peak: 1e-6, warmupRatio: 0.95 },
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, maxGradNorm: 1 },
  algorithm: { name: 'reinforce' },
  loss: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 },
  epochsPerStep: 1,
  // DEVIATION(minibatches)
  minibatches: 2,
  reduction: 'token-mean',
  klCoefficient: 0.001,
  entropyCoefficient: 0.001,
  // DEVIATION(validation)
  evaluateEvery: 50,
  checkpointEvery: 50,
});

/** The same for what a `RunConfig` has no field for. */
export const paperSettings: PaperScaleSettings = {
  policies: paperPolicies,
  simulator: {
    smaller: ['Simulation_LLM_google_7B_V2', 'Simulation_LLM_google_3B_V2'],
    retry: 'forever',
    tuning: { learningRate: 1e-6, batch: 2, steps: 1000, labels: 'balanced' },
  },
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
  documentMask: 'actor-loss',
  answerFrom: 'policy',
  metrics: ['em'],
};
