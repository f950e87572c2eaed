import { type Baseline, noSettings, scriptedAnswer } from '../harness/rollout/index.ts';

/** One search with the question as it stands, then the policy answers: what searching well must beat. */
const verbatim: Baseline<'scripts', object> = {
  id: 'verbatim',
  title: 'one verbatim search, then answer',
  source: 'ours: the smallest search there is',
  needs: ['scripts'],
  settings: noSettings,
  answer: ({ protocol, scripts }) => scriptedAnswer(protocol, { script: scripts.verbatim }),
};
export default verbatim;
