import { parseRunConfig, type RunConfig } from '../../harness/run/index.ts';
import { rezeroOptimisation, rezeroRate } from './rezero-training.ts';

/** What a bench says of its own: all that decides how a row is played. */
export type Played = Pick<RunConfig, 'dataset' | 'policy' | 'protocol' | 'search' | 'limits'>;

/**
 * The configuration of a bench, judged by match. A row that trains sets the numbers of its own method and takes steps and
 * questions a step from here; the rest of the optimisation stands for a method that sets none, and is ReZero's.
 */
export function benchConfig(played: Played): RunConfig {
  return parseRunConfig({
    ...played,
    ...rezeroOptimisation(rezeroRate.default),
    judge: { kind: 'match' },
    rewards: [{ name: 'correctness', weight: 1, reward: 'correctness' }],
    seed: 1,
    steps: 40,
    questionsPerStep: 8,
    evaluateEvery: 40,
    checkpointEvery: 40,
  });
}
