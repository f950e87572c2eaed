/** Sum of an episode's token rewards from each token to the last, without discount: 1, 2, 3 gives 6, 5, 3. */
export function returnsToGo(rewards: readonly number[]): number[] {
  const returns: number[] = [];
  let sum = 0;
  for (const reward of rewards.toReversed()) {
    sum += reward;
    returns.push(sum);
  }
  return returns.reverse();
}
