import { describe, it } from 'mocha';
import { assertQuick, hostileTexts } from '../core/testing/assert-quick.ts';
import { emReward, f1Reward, paddingWordsReward, scoredAnswer, subEmReward } from './answer-rewards.ts';
import { lastParagraphReward, wholeChunkReward } from './chunk-rewards.ts';
import { correctedRetryReward } from './corrected-retry-reward.ts';
import { correctnessReward } from './correctness-reward.ts';
import { formatF1Reward } from './format-f1-reward.ts';
import { formatReward } from './format-reward.ts';
import { informedRetryReward } from './informed-retry-reward.ts';
import { retrievalRankReward } from './retrieval-rank-reward.ts';
import { retryReward } from './retry-reward.ts';
import type { Reward } from './reward.ts';
import { searchDiversityReward } from './search-diversity-reward.ts';
import { searchStrategyReward } from './search-strategy-reward.ts';
import { conversation } from './testing/conversation.ts';

const rewards: Readonly<Record<string, Reward>> = {
  emReward,
  f1Reward,
  subEmReward,
  paddingWordsReward,
  wholeChunkReward,
  lastParagraphReward,
  correctnessReward,
  formatF1Reward,
  formatReward,
  retrievalRankReward,
  retryReward,
  correctedRetryReward,
  informedRetryReward,
  searchStrategyReward,
  searchDiversityReward,
};

describe('the rewards take no more than linear time for', () => {
  for (const [title, text] of Object.entries(hostileTexts))
    it(title, () => {
      const fields = {
        answers: ['gold'],
        chunkContent: 'chunk',
        supportingParagraphs: ['chunk'],
        verdict: { kind: 'correct' },
      } as const;
      const messages = conversation(
        [
          ['assistant', text],
          ['user', `<information>${text}`],
          ['assistant', `<answer>${text}</answer>`],
        ],
        fields,
      );
      const last = conversation([['assistant', text]], fields);
      for (const episode of [messages, last]) {
        for (const reward of Object.values(rewards)) assertQuick(() => reward(episode));
        assertQuick(() => scoredAnswer(episode));
      }
    }).timeout(60_000);
});
