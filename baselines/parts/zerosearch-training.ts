import type { TrainingGround } from '../../harness/baseline/index.ts';
import { parseRunConfig, type RunConfig } from '../../harness/run/index.ts';
import { searchR1Start } from './search-r1-start.ts';

/**
 * ZeroSearch's training on the ground's limits, steps and questions a step, of a policy that speaks Search-R1's protocol, on the ground's
 * search: REINFORCE on the F1 of the answer, five episodes a question at temperature 1, clipped loss, KL and entropy 0.001,
 * AdamW with 0.9, 0.999 and decay 0.01 (`train_reinforce.sh` and `ppo_trainer.yaml @2d4cdca`, section 3.5).
 */
export function zerosearchTraining(
  ground: Pick<TrainingGround, 'config' | 'seed'>,
  learningRate: number,
): RunConfig {
  return parseRunConfig({
    ...ground.config,
    ...searchR1Start(ground),
    seed: ground.seed,
    rewards: [{ name: 'f1', weight: 1, reward: 'f1' }],
    groupSize: 5,
    temperature: 1,
    learningRate: { kind: 'constant', peak: learningRate, warmupRatio: 0.1 },
    adam: { beta1: 0.9, beta2: 0.999, weightDecay: 0.01, maxGradNorm: 1 },
    algorithm: { name: 'reinforce' },
    loss: { kind: 'ppo', clipLow: 0.2, clipHigh: 0.2 },
    reduction: 'token-mean',
    klCoefficient: 0.001,
    entropyCoefficient: 0.001,
  });
}
