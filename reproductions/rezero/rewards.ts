import type { RewardName, RewardSet, RewardSpec } from '../../harness/reward/rewards.ts';

/**
 * ReZero's six rewards in the order of its weight list (`train_grpo.py:122-132 @20fb677`); `retry` and `em_chunk` come
 * in variants.
 */
const columns: readonly (readonly [name: string, reward: RewardName])[] = [
  ['correctness', 'correctness'],
  ['format', 'format'],
  ['retry', 'retry'],
  ['em_chunk', 'whole-chunk'],
  ['search_strategy', 'search-strategy'],
  ['search_diversity', 'search-diversity'],
];

/** Weights as published, the same in the paper's run and at head (`train_grpo.py:77,122-132 @20fb677`). */
export const published: Weights = [4, 2, 1, 1, 1, 1];

type Weights = readonly [number, number, number, number, number, number];

/**
 * ReZero's combinations, a line each. A weight of 0 measures without paying.
 *
 * - `paper-2025-04-04`: the 46.88 % run, code state @010957c, README's exp-02.
 * - `head-2025-04-17`: as the authors left it, @20fb677: the chunk match reads one paragraph.
 * - `no-retry`: the authors' baseline of 9 April 2025, README's exp-03. Its weight list is nowhere in their repository;
 *   4, 2, 1, 1, 1 is the natural reading. DEVIATION(no-retry-weights). The chunk match takes the whole chunk, as in `src/deepsearch/rewards.py`
 *   between `2fec4f2` (6 April) and `eebf914` (8 April).
 * - `three-reward` and `embedded`: the arms of the shipped run, which differ by the retry reward alone.
 *   DEVIATION(three-reward-parts), DEVIATION(embedded-parts): strategy and diversity are measured and not paid.
 * - `corrected`: the paper's rewards with their known faults mended.
 * - `informed-retry` and `placebo`: the controls, `embedded` with another reward in the place of the retry reward.
 */
export const rewardSets = {
  'paper-2025-04-04': set(published, 'published'),
  'head-2025-04-17': set(published, 'published', { em_chunk: 'last-paragraph' }),
  'three-reward': set([4, 2, 0, 1, 0, 0], 'match'),
  'no-retry': set([4, 2, 0, 1, 1, 1], 'published'),
  embedded: set([4, 2, 1, 1, 0, 0], 'match'),
  corrected: set(published, 'strict', { retry: 'corrected-retry' }),
  // As much as correctness, so that what it pays shows.
  'informed-retry': set([4, 2, 4, 1, 0, 0], 'match', { retry: 'informed-retry' }),
  placebo: set([4, 2, 1, 1, 0, 0], 'match', { retry: { kind: 'shuffled', of: 'retry' } }),
} satisfies Readonly<Record<string, RewardSet>>;

function set(
  weights: Weights,
  judge: RewardSet['judge'],
  variants: Readonly<Record<string, RewardSpec['reward']>> = {},
): RewardSet {
  const rewards = columns.map(([name, reward], i) => ({
    name,
    weight: weights[i] ?? 0,
    reward: variants[name] ?? reward,
  }));
  return { rewards, judge };
}
