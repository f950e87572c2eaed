import type { ModelConfig } from '../engine/index.ts';
import { parameterShapes } from '../engine/embedded/folder/parameter-shapes.ts';

/** Floating-point operations of one token's forward pass; a multiplication and an addition are two. */
export interface TokenWork {
  /** Products with the weights: twice the matrices' elements, the head's among them, the embedding's look-up not. */
  readonly weights: number;
  /** Scores and mixtures over `context` positions, none skipped for causality. */
  readonly attention: number;
}

/** Counts the work of a token at the end of `context` positions. */
export function tokenWork(config: ModelConfig, context: number): TokenWork {
  const elements = parameterShapes(config)
    .filter(
      ({ name, shape }) =>
        shape.length === 2 && (config.tiedEmbeddings || name !== 'model.embed_tokens.weight'),
    )
    .reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0);
  return {
    weights: 2 * elements,
    attention: 4 * config.layers * config.heads * config.headSize * context,
  };
}

/**
 * Forward passes that a pass of training amounts to: the products with the weights once forward, once for the gradient
 * of what went in, and, where the weights learn, once for theirs. An adapter's own products are not counted.
 */
export const trainingPasses = { full: 3, adapter: 2 } as const;
