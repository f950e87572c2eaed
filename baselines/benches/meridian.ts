import { scaffoldRecipe } from '../../data/meridian/policies/policy-recipes.ts';
import type { Bench } from '../../harness/baseline/index.ts';
import { benchConfig } from '../parts/bench-config.ts';

/**
 * The embedded bench: Meridian, its base policy and honest BM25. A baseline whose language the policy does not speak is
 * played with a policy taught by its lessons. A row that trains takes 40 steps of 8 questions.
 */
const meridian: Bench = {
  id: 'meridian',
  title: 'Meridian, the embedded base policy, BM25',
  config: benchConfig({
    dataset: 'meridian',
    policy: { kind: 'embedded', folder: 'data/models/meridian-base' },
    protocol: { kind: 'rezero', prompt: 'compact' },
    search: { kind: 'bm25' },
    // As in the ReZero reproduction.
    limits: { maxTurns: 6, maxNewTokens: 448, maxTokensPerTurn: 32, topK: 1, maxContextTokens: 512 },
  }),
  tuning: scaffoldRecipe,
  settings: {
    rag: {
      values: { topK: 3 },
      reason:
        'few passages, as so small a policy learns slowly to tell them apart without a thought (dev questions)',
    },
    'self-ask': {
      values: { topK: 1 },
      reason: 'one document a search, as in every other row that searches as often as it likes',
    },
    ircot: {
      values: { topK: 2, maxSentences: 5, maxParagraphs: 6 },
      reason: 'paragraphs that the 512 tokens of the policy have room for, beside the reasoning',
    },
    'deep-researcher': {
      values: { topK: 2, snippetWords: 8 },
      reason:
        'a list of beginnings that the 512 tokens of the policy have room for; a page has some 28 words',
    },
    'search-o1': {
      values: { topK: 1 },
      reason: 'one document a search, as in every other row that searches as often as it likes',
    },
    retrollm: {
      values: {
        minClueTokens: 1,
        windows: 2,
        minEvidenceTokens: 4,
        maxEvidenceTokens: 48,
        maxRounds: 2,
      },
      reason:
        'a word of Meridian is one token and a chunk has some forty; questions of two chunks, whose first names the second; two windows a round, as the turns have room for. In its lessons so small a policy learns to write clues and to copy evidence, and seldom which piece fits (dev questions): the row says more about it than about the method',
    },
    'self-rag': {
      values: { topK: 3, maxSegments: 3 },
      reason: 'questions of one or two chunks: a segment for each, and one to spare',
    },
    mcts: {
      values: { rollouts: 6, planSamples: 2, maxReads: 3, topK: 1 },
      reason:
        'rollouts that reach every action at the root and return to the better ones; two queries a transformation, as a small policy guesses names; one document a search, as in the other rows that search often',
    },
    'process-reward': {
      values: { questions: 64, selections: 4 },
      reason: 'labels that are made in a few minutes',
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
