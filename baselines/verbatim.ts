import type { Baseline, NoSettings } from '../harness/baseline/index.ts';
import { scriptedAnswer } from '../harness/rollout/index.ts';

/** One search with the question as it stands, then the policy answers: what searching well must beat. */
const verbatim: Baseline<'scripts', NoSettings> = {
  id: 'verbatim',
  title: 'one verbatim search, then answer',
  source: 'ours: the smallest search there is',
  needs: ['scripts'],
  settings: {},
  paper: [],
  answer: ({ protocol, scripts }) => scriptedAnswer(protocol, { script: scripts.verbatim }),
};
export default verbatim;
