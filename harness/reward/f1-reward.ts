import { tokenF1 } from '../core/token-f1.ts';
import { metricReward } from './metric-reward.ts';
import type { Reward } from './reward.ts';

/**
 * F1, 0 to 1, of the answer's words against the best gold answer: ZeroSearch's training reward.
 * Source: ZeroSearch section 3.5; `ZeroSearch qa_em.py:70-88`, weight 1 (`main_ppo.py:73-76 @2d4cdca`).
 */
export const f1Reward: Reward = metricReward(tokenF1);
