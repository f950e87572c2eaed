import { subExactMatch } from '../core/sub-exact-match.ts';
import { metricReward } from './metric-reward.ts';
import type { Reward } from './reward.ts';

/**
 * Sub-EM, 0 or 1: the normalised answer contains a normalised gold answer. It never falls when words are added, so
 * that listing candidates pays: what section 3.5 of ZeroSearch reports of EM; `paddingWordsReward` measures it.
 * Source: `ZeroSearch qa_em.py:81-92 @2d4cdca`, there named `em_check`.
 */
export const subEmReward: Reward = metricReward(subExactMatch);
