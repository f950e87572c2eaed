import type { Random } from '../../../harness/core/random.ts';
import type { Difficulty } from './difficulty.ts';

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

/** The choices that make a question harder, each drawn evenly over the questions of one part of a world. */
export type QuestionDraws = Readonly<
  Record<'alias' | 'doubleAlias' | 'renamedComponent' | 'partialAlias' | 'twoHopAlias', () => boolean>
>;

/** Starts the draws of one part. */
export function questionDraws(random: Random, difficulty: Difficulty): QuestionDraws {
  return {
    alias: drawEvenly(random, difficulty.aliasShare),
    doubleAlias: drawEvenly(random, difficulty.doubleAliasShare),
    renamedComponent: drawEvenly(random, difficulty.renamedComponentShare),
    partialAlias: drawEvenly(random, difficulty.partialAliasShare),
    twoHopAlias: drawEvenly(random, difficulty.twoHopAliasShare),
  };
}
