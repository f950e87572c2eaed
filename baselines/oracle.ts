import type { Baseline } from '../harness/baseline/index.ts';
import { scriptedAnswer } from '../harness/rollout/index.ts';
import { oracleBackend } from '../harness/search/index.ts';
import { answerTokens } from './parts/answer-tag.ts';
import { lastAnswer } from './parts/last-answer.ts';

/**
 * The ceiling: the policy is handed the needed chunks in order, as if it had searched for them, and answers. What it
 * misses here no better search can mend.
 */
const oracle: Baseline<'chunks' | 'scripts' | 'continuation', { readonly answerTokens: number }> = {
  id: 'oracle',
  title: 'policy reading the needed chunks',
  source: 'ours: it separates reading from searching',
  needs: ['chunks', 'scripts', 'continuation'],
  settings: { answerTokens },
  paper: [],
  answer: ({ protocol, wording, chunks, scripts }, settings) =>
    scriptedAnswer(protocol, {
      script: scripts.ceiling,
      backend: oracleBackend(chunks),
      ...lastAnswer(wording, settings.answerTokens),
    }),
};
export default oracle;
