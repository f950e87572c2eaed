/** What a loss looks at, at one token. */
export interface TokenTerms {
  readonly logprob: number;
  /** Log-probability when it was sampled. */
  readonly old: number;
  readonly advantage: number;
  readonly weight: number;
  /** Bounds of the ratio exp(logprob - old). */
  readonly low: number;
  readonly high: number;
  readonly beta: number;
}

/** A token's part of the loss, which is summed over tokens, and its derivative by the token's log-probability. */
export interface TokenLoss {
  readonly loss: number;
  readonly slope: number;
}

/** A loss of the protocol. */
export interface TokenLossRule {
  /** Fields of `loss_fn_inputs` that it cannot do without. */
  readonly needs: readonly string[];
  /** Bounds of the ratio where a request states none; null where it has none. */
  readonly bounds: readonly [low: number, high: number] | null;
  readonly of: (terms: TokenTerms) => TokenLoss;
}

function ratio({ logprob, old }: TokenTerms): number {
  return Math.exp(logprob - old);
}

function clipped({ low, high }: TokenTerms, value: number): number {
  return Math.min(Math.max(value, low), high);
}

/** The losses that are served, by the protocol's names for them; the table is the list of what a request may name. */
export const tokenLosses: Readonly<Record<string, TokenLossRule>> = {
  cross_entropy: {
    needs: [],
    bounds: null,
    of: ({ weight, logprob }) => ({ loss: -weight * logprob, slope: -weight }),
  },
  importance_sampling: {
    needs: ['logprobs', 'advantages'],
    bounds: null,
    of: (terms) => {
      const loss = -terms.weight * ratio(terms) * terms.advantage;
      return { loss, slope: loss };
    },
  },
  ppo: {
    needs: ['logprobs', 'advantages'],
    bounds: [0.8, 1.2],
    of: (terms) => {
      const r = ratio(terms);
      const [plain, bounded] = [r * terms.advantage, clipped(terms, r) * terms.advantage];
      // Where the bound is the lesser gain it does not move with the token's probability.
      if (bounded < plain) return { loss: -terms.weight * bounded, slope: 0 };
      return { loss: -terms.weight * plain, slope: -terms.weight * plain };
    },
  },
  cispo: {
    needs: ['logprobs', 'advantages'],
    bounds: [0, 4],
    of: (terms) => {
      const slope = -terms.weight * clipped(terms, ratio(terms)) * terms.advantage;
      return { loss: slope * terms.logprob, slope };
    },
  },
  dro: {
    needs: ['logprobs', 'advantages'],
    bounds: null,
    of: ({ weight, logprob, old, advantage, beta }) => {
      const apart = logprob - old;
      return {
        loss: -weight * (logprob * advantage - (beta / 2) * apart * apart),
        slope: -weight * (advantage - beta * apart),
      };
    },
  },
};
