import type { Spending } from '../engine/index.ts';

/** What a served policy was asked and what it cost, as a line for people. */
export function spendingText({ requests, promptTokens, completionTokens, costUsd }: Spending): string {
  const cost = costUsd === null ? 'no price given' : `${costUsd.toFixed(4)} US dollars`;
  return `${requests} requests, ${promptTokens} tokens read, ${completionTokens} written, ${cost}`;
}
