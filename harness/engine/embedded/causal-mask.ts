import type { ModelConfig } from './model-config.ts';

/** Added to a score that must not count: large enough to vanish in a float32 softmax, small enough not to overflow. */
export const masked = -1e9;

/** [1, 1, queries, tokens] for `tokens` positions, once per query head that shares a key-value head. */
export function causalMask(config: ModelConfig, tokens: number): Float32Array {
  const folds = config.heads / config.keyValueHeads;
  const mask = new Float32Array(folds * tokens * tokens);
  for (let row = 0; row < folds * tokens; row += 1)
    for (let column = (row % tokens) + 1; column < tokens; column += 1) mask[row * tokens + column] = masked;
  return mask;
}
