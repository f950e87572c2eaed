import type { EngineContractOptions } from '../../engine/testing/contract/bench.ts';
import { engineContract } from '../../engine/testing/engine-contract.ts';
import type { TokenPolicy } from '../../engine/engine.ts';
import { requireScorer } from '../../engine/requirements.ts';
import { TableEngine } from './table-engine.ts';

const newTable = (): TableEngine => new TableEngine(8, { count: 8, of: (prefix) => prefix.at(-1) ?? 0 });

const options: EngineContractOptions = {
  create: async () => newTable(),
  prompts: [
    [1, 2, 3],
    [4, 2, 5, 6],
  ],
  stopToken: 7,
  learningRate: 1e-2,
  lacks: {
    allowed: 'the table chooses among all its tokens',
  },
};

/** The table as a server would be that only samples. */
function samplerOnly(): TokenPolicy {
  const table = newTable();
  const policy: TokenPolicy = {
    profile: table.profile,
    sample: (prompt, params) => table.sample(prompt, params),
    scorer: null,
    learner: null,
    reference: async () => requireScorer(policy),
    close: () => table.close(),
  };
  return policy;
}

engineContract('the table engine', options);
engineContract('an engine that only samples', {
  ...options,
  create: async () => samplerOnly(),
  lacks: { ...options.lacks, scorer: 'it only samples', learner: 'it only samples' },
});
