import type { Baseline, NoSettings } from '../harness/baseline/index.ts';
import { scriptedAnswer } from '../harness/rollout/index.ts';
import { oracleBackend } from '../harness/search/index.ts';

/**
 * The ceiling: the policy is handed the needed chunks in order, as if it had searched for them, and answers. What it
 * misses here no better search can mend.
 */
const oracle: Baseline<'chunks' | 'scripts', NoSettings> = {
  id: 'oracle',
  title: 'policy reading the needed chunks',
  source: 'ours: it separates reading from searching',
  needs: ['chunks', 'scripts'],
  settings: {},
  paper: [],
  answer: ({ protocol, chunks, scripts }) =>
    scriptedAnswer(protocol, { script: scripts.ceiling, backend: oracleBackend(chunks) }),
};
export default oracle;
