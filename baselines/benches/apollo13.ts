import type { Bench } from '../../harness/baseline/index.ts';
import { benchConfig } from '../parts/bench-config.ts';

/**
 * The bench of real language: the authors' 32 questions on Apollo 13, BM25 over the report's 341 chunks, and a model that
 * follows instructions. Which one is said by `--policy`; served under the name that stands here, it needs no more than its
 * address. Nobody is taught: a row that trains needs an engine that does.
 */
const apollo13: Bench = {
  id: 'apollo13',
  title: "Apollo 13, the authors' 32 questions, BM25",
  player: 'Qwen2.5-7B-Instruct',
  config: benchConfig({
    dataset: 'apollo13-authors',
    // The model of most published rows.
    policy: { kind: 'openai', model: 'Qwen/Qwen2.5-7B-Instruct' },
    protocol: { kind: 'rezero', prompt: 'instructions' },
    search: { kind: 'bm25' },
    // 4096 tokens and 500 a turn are ZeroSearch's (`train_reinforce.sh @2d4cdca`). Ours: 8 turns, so that every scaffold can
    // search five times and answer, and 3 documents a search, some 200 tokens each.
    limits: { maxTurns: 8, maxNewTokens: 4096, maxTokensPerTurn: 500, topK: 3, maxContextTokens: 4096 },
  }),
  tuning: null,
  settings: {},
  reference: 'rag',
  profiles: {
    smoke: { questions: 4, seeds: [1] },
    default: { questions: null, seeds: [1] },
    full: { questions: null, seeds: [1, 2, 3] },
  },
};
export default apollo13;
