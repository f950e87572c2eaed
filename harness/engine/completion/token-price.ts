/** Price of a hosted model. */
export interface TokenPrice {
  readonly promptUsdPerMillionTokens: number;
  readonly completionUsdPerMillionTokens: number;
}

/** Tokens of one request or of many, as the server counts them. */
export interface TokenCounts {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** US dollars that tokens cost. */
export function tokenCostUsd({ promptTokens, completionTokens }: TokenCounts, price: TokenPrice): number {
  const { promptUsdPerMillionTokens, completionUsdPerMillionTokens } = price;
  return (
    (promptTokens * promptUsdPerMillionTokens + completionTokens * completionUsdPerMillionTokens) / 1_000_000
  );
}
