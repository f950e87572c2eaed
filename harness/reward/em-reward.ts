import { exactMatch } from '../core/exact-match.ts';
import { metricReward } from './metric-reward.ts';
import type { Reward } from './reward.ts';

/**
 * EM, 0 or 1: the answer equals a gold answer after normalisation.
 * Source: Search-R1 `verl/utils/reward_score/qa_em.py:36-46`; ZeroSearch section 4.1.
 *
 * DEVIATION(em-is-equality): ZeroSearch's function of that name is containment, here `subEmReward`.
 */
export const emReward: Reward = metricReward(exactMatch);
