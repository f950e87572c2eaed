import type { Spending } from '../engine.ts';
import { type TokenCounts, tokenCostUsd, type TokenPrice } from './token-price.ts';

/** The account of a policy's requests. */
export class Account {
  readonly #price: TokenPrice | undefined;
  #requests = 0;
  #promptTokens = 0;
  #completionTokens = 0;

  constructor(price: TokenPrice | undefined) {
    this.#price = price;
  }

  add({ promptTokens, completionTokens }: TokenCounts): void {
    this.#requests += 1;
    this.#promptTokens += promptTokens;
    this.#completionTokens += completionTokens;
  }

  spending(): Spending {
    const counts = { promptTokens: this.#promptTokens, completionTokens: this.#completionTokens };
    const costUsd = this.#price === undefined ? null : tokenCostUsd(counts, this.#price);
    return { requests: this.#requests, ...counts, costUsd };
  }
}
