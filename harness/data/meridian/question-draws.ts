import type { Random } from '../../core/random.ts';
import type { Difficulty } from './difficulty.ts';
import { drawEvenly } from './draw-evenly.ts';

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
