import { scaffoldRecipe } from '../../data/meridian/policies/policy-recipes.ts';
import type { Bench } from '../../harness/baseline/index.ts';
import { parseRunConfig } from '../../harness/run/index.ts';

/**
 * The embedded bench: Meridian, its base policy and honest BM25. A baseline whose language the policy does not speak is
 * played with a policy taught by its lessons. What a row trains with are the numbers of the ReZero reproduction.
 */
const meridian: Bench = {
  id: 'meridian',
  title: 'Meridian, the embedded base policy, BM25',
  config: parseRunConfig({
    dataset: 'meridian',
    policy: { kind: 'embedded', folder: 'data/models/meridian-base' },
    protocol: { kind: 'rezero', prompt: 'compact' },
    search: { kind: 'bm25' },
    judge: { kind: 'match' },
    rewards: [{ name: 'correctness', weight: 1, reward: 'correctness' }],
    // As in the ReZero reproduction.
    limits: { maxTurns: 6, maxNewTokens: 448, maxTokensPerTurn: 32, topK: 1, maxContextTokens: 512 },
    seed: 1,
    steps: 40,
    questionsPerStep: 8,
    groupSize: 8,
    temperature: 0.9,
    learningRate: { kind: 'cosine', peak: 2e-4, warmupRatio: 0.1 },
    adam: { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, maxGradNorm: 0.1 },
    algorithm: { name: 'grpo', scale: 'std' },
    loss: { kind: 'importance_sampling' },
    reduction: 'sequence-mean',
    klCoefficient: 0.04,
    evaluateEvery: 40,
    checkpointEvery: 40,
  }),
  tuning: scaffoldRecipe,
  settings: {
    'self-ask': {
      values: { topK: 1 },
      reason: 'one document a search, as in every other row that searches as often as it likes',
    },
    ircot: {
      values: { topK: 2, maxSentences: 5, maxParagraphs: 6 },
      reason: 'paragraphs that the 512 tokens of the policy have room for, beside the reasoning',
    },
    'search-o1': {
      values: { topK: 1 },
      reason: 'one document a search, as in every other row that searches as often as it likes',
    },
    retrollm: {
      values: {
        minClueTokens: 1,
        windows: 3,
        minEvidenceTokens: 4,
        maxEvidenceTokens: 48,
        maxRounds: 2,
      },
      reason:
        'a word of Meridian is one token and a chunk has some forty; questions of two chunks, whose first names the second',
    },
    'self-rag': {
      values: { topK: 3, maxSegments: 3 },
      reason: 'questions of one or two chunks: a segment for each, and one to spare',
    },
  },
  reference: 'rag',
  profiles: {
    smoke: { questions: 8, seeds: [1], tuningSteps: 2, trainingSteps: 1 },
    default: { questions: null, seeds: [1] },
    full: { questions: null, seeds: [1, 2, 3] },
  },
};
export default meridian;
