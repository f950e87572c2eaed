import { answerWordsReward, emReward, f1Reward, paddingWordsReward, subEmReward } from './answer-rewards.ts';
import { beijingDefault } from './beijing-default.ts';
import type { RewardPart } from './reward-preset.ts';
import type { Reward } from './reward.ts';
import type { ZerosearchSwitches } from './zerosearch-switches.ts';

/** Weights of the rewards that ZeroSearch can pay; one left out is measured only. */
export interface ZerosearchWeights {
  readonly f1?: number;
  readonly em?: number;
  readonly sub_em?: number;
}

/**
 * The parts of a ZeroSearch preset: f1, em, sub_em, answer_words, padding_words. The last two tell what the policy
 * wrote, whatever the switches.
 */
export function zerosearchParts(paid: ZerosearchWeights, switches: ZerosearchSwitches = {}): RewardPart[] {
  const scored = (reward: Reward): Reward =>
    switches.beijingDefault === true ? beijingDefault(reward) : reward;
  const em = switches.emIsSubstring === true ? subEmReward : emReward;
  return [
    { name: 'f1', weight: paid.f1 ?? 0, reward: scored(f1Reward) },
    { name: 'em', weight: paid.em ?? 0, reward: scored(em) },
    { name: 'sub_em', weight: paid.sub_em ?? 0, reward: scored(subEmReward) },
    { name: 'answer_words', weight: 0, reward: answerWordsReward },
    { name: 'padding_words', weight: 0, reward: paddingWordsReward },
  ];
}
