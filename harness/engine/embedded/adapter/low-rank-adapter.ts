/**
 * Low-rank updates of a decoder's matrices: W + scaling B A in the place of W, where W stays as it is
 * (LoRA; Hu et al. 2022, section 4.1).
 */
export interface LowRankAdapter {
  /** Rows of A and columns of B, from 1. */
  readonly rank: number;
  /** Numerator of the scaling, above 0. */
  readonly alpha: number;
  /** True where the scaling is alpha / sqrt(rank) and not alpha / rank (rsLoRA; Kalajdzievski 2023). */
  readonly rankStabilised: boolean;
  /** The matrices that are updated, in the order of the network, e.g. `model.layers.0.self_attn.q_proj`. */
  readonly modules: readonly string[];
}

/** Factor of B A. */
export function scalingOf({ rank, alpha, rankStabilised }: LowRankAdapter): number {
  return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
}

/** Names of a module's A [rank, in] and B [out, rank], as the PEFT library saves them. */
export function lowRankNames(module: string): { readonly a: string; readonly b: string } {
  const name = (part: string): string => `base_model.model.${module}.lora_${part}.weight`;
  return { a: name('A'), b: name('B') };
}
