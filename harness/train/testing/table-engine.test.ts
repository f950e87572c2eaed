import { engineContract } from '../../engine/testing/engine-contract.ts';
import { TableEngine } from './table-engine.ts';

engineContract('the table engine', {
  create: async () => new TableEngine(8, { count: 8, of: (prefix) => prefix.at(-1) ?? 0 }),
  prompts: [
    [1, 2, 3],
    [4, 2, 5, 6],
  ],
  stopToken: 7,
  learningRate: 1e-2,
});
