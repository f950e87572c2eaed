import type { Random } from '../../core/random.ts';

/**
 * Draws yes or no so that any n draws in a row hold `share` x n yeses to within one: small parts of a world then
 * have their share of each kind of question, where independent draws would scatter. `share` from 0 to 1.
 */
export function drawEvenly(random: Random, share: number): () => boolean {
  let sum = random.uniform();
  return () => {
    const before = Math.floor(sum);
    sum += share;
    return Math.floor(sum) > before;
  };
}
