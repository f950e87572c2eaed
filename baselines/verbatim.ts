import type { Baseline } from '../harness/baseline/index.ts';
import { scriptedAnswer } from '../harness/rollout/index.ts';
import { answerTokens } from './parts/answer-tag.ts';
import { lastAnswer } from './parts/last-answer.ts';

/** One search with the question as it stands, then the policy answers: what searching well must beat. */
const verbatim: Baseline<'scripts' | 'continuation', { readonly answerTokens: number }> = {
  id: 'verbatim',
  title: 'one verbatim search, then answer',
  source: 'ours: the smallest search there is',
  needs: ['scripts', 'continuation'],
  settings: { answerTokens },
  paper: [],
  answer: ({ protocol, wording, scripts }, settings) =>
    scriptedAnswer(protocol, { script: scripts.verbatim, ...lastAnswer(wording, settings.answerTokens) }),
};
export default verbatim;
